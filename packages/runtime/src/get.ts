/** A property of something that may not have it, or may be nothing at all. */
export function get(holder: unknown, key: PropertyKey): unknown {
  return holder == null ? undefined : Reflect.get(Object(holder), key)
}
