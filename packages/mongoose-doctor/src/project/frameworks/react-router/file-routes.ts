/** Routes that are files: the convention of Remix 2 and of React Router's flatRoutes(), and that of Remix 1. */
import { basename, child, parent } from '../../paths.ts'
import { isTest, type Tree } from '../../walk.ts'

const isModule = (file: string): boolean => /\.[jt]sx?$/.test(file) && !basename(file).startsWith('.') && !isTest(file)

/** Files of the folder itself, and `route` or `index` of the folders in it; whatever else they hold belongs to them. */
export function fileRoutes(tree: Tree, routes: string): readonly string[] {
  return tree.files.filter((file) => {
    if (!isModule(file)) return false
    const dir = parent(file)
    return dir === routes || (parent(dir ?? '') === routes && /^(?:route|index)\.[jt]sx?$/.test(basename(file))
      && !(basename(file).startsWith('index.') && hasRoute(tree, dir ?? '')))
  })
}

const hasRoute = (tree: Tree, dir: string): boolean => ['ts', 'tsx', 'js', 'jsx'].some((ending) => tree.has(child(dir, `route.${ending}`)))

/** Every file below the folder. */
export const nestedRoutes = (tree: Tree, routes: string): readonly string[] =>
  tree.files.filter((file) => file.startsWith(`${routes}/`) && isModule(file))
