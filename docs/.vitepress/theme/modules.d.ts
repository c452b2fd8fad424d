/** What Vite makes of these is none of TypeScript's business. */
declare module '*.vue' {
  import type { Theme } from 'vitepress'
  const component: Theme['Layout']
  export default component
}
declare module '*.css'
