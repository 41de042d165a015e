/**
 * Where there is AppStream (its endpoints as AWS's SDKs list them, `appstream2`). Elsewhere it has none, and a question
 * would end as a network failure.
 */
const regions: ReadonlySet<string> = new Set([
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-5",
  "ca-central-1",
  "eu-central-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-2",
]);

export function hasAppStream(region: string): boolean {
  return regions.has(region);
}
