/** What oxc-parser (pinned exactly) exports without types, as far as raw-transfer.ts uses it. */
declare module 'oxc-parser/src-js/bindings' {
  export function rawTransferSupported(): boolean
  /** How far behind the view's first byte the next address lies that is a multiple of 4 GiB. */
  export function getBufferOffset(view: Uint8Array): number
  export function parseRawSync(file: string, block: Uint8Array, sourceStart: number, sourceLength: number, options: import('oxc-parser').ParserOptions): void
}
declare module 'oxc-parser/src-js/generated/constants' {
  export const BLOCK_SIZE: number
  export const BLOCK_ALIGN: number
  export const BUFFER_SIZE: number
  export const ACTIVE_SIZE: number
  export const IS_TS_FLAG_POS: number
}
declare module 'oxc-parser/src-js/generated/deserialize/ts' {
  export function deserialize(
    buffer: Uint8Array & { readonly int32: Int32Array; readonly float64: Float64Array }, text: string, sourceStart: number, sourceLength: number,
  ): import('oxc-parser').ParseResult
}
declare module 'oxc-parser/src-js/generated/deserialize/js' {
  export { deserialize } from 'oxc-parser/src-js/generated/deserialize/ts'
}
