/** Which size is half of a size: AWS doubles from each to the next within a family. Pure. */

const plain: readonly string[] = ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"];
/** Smaller ones that share a core by credits: halving what is used for minutes a day is not told by a maximum. */
const shared: readonly string[] = ["nano", "micro", "small"];
const others: Readonly<Record<string, string>> = {
  "12xlarge": "6xlarge",
  "24xlarge": "12xlarge",
  "32xlarge": "16xlarge",
};

/** "m6i.xlarge" → "m6i.large", "mysql:db.r6g.2xlarge" → "mysql:db.r6g.xlarge"; null where there is no half. */
export function halfOf(key: string): string | null {
  const dot = key.lastIndexOf(".");
  const size = key.slice(dot + 1);
  if (dot < 0 || shared.includes(size)) return null;
  const half = others[size] ?? plain[plain.indexOf(size) - 1];
  return half ? `${key.slice(0, dot)}.${half}` : null;
}
