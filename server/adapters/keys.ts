/** The KMS keys of a resource, each once; what has none is encrypted with a key of AWS's own, or not at all. */
export function keysIn(...ids: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => id || []))];
}
