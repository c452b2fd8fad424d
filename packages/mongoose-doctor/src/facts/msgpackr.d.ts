/** msgpackr without the code that it makes at run time: what a file says never becomes code. It comes without types of its own. */
declare module 'msgpackr/index-no-eval' {
  export { Packr, Unpackr } from 'msgpackr'
}
