import type { Cluster, ClusterVersionInformation } from "@aws-sdk/client-eks";
import type { Moment } from "./operation";
import { tagsOf } from "./seed-story";

/** What EKS tells of a cluster of the story: nothing of it ever changes. */

/** Where standard and extended support of each version end ("Amazon EKS Kubernetes release calendar"). */
const calendar = [
  { version: "1.31", standard: "2025-11-26", extended: "2026-11-26" },
  { version: "1.32", standard: "2026-03-23", extended: "2027-03-23" },
  { version: "1.33", standard: "2026-07-29", extended: "2027-07-29" },
  { version: "1.34", standard: "2026-12-02", extended: "2027-12-02" },
  { version: "1.35", standard: "2027-03-27", extended: "2028-03-27" },
] as const;

const versions: Readonly<Record<string, string>> = { "lab-forgotten": "1.32" };
const version = "1.34";

export function versionsAt({ now }: Moment): ClusterVersionInformation[] {
  return calendar.map((one) => {
    const ended = now < Date.parse(one.extended) ? "EXTENDED_SUPPORT" : "UNSUPPORTED";
    return {
      clusterVersion: one.version,
      clusterType: "eks",
      defaultVersion: one.version === version,
      endOfStandardSupportDate: new Date(one.standard),
      endOfExtendedSupportDate: new Date(one.extended),
      versionStatus: now < Date.parse(one.standard) ? "STANDARD_SUPPORT" : ended,
    };
  });
}

export function describeCluster(name: string, { regionName, world }: Moment): Cluster {
  return {
    name,
    arn: `arn:aws:eks:${regionName}:${world.accountId}:cluster/${name}`,
    version: versions[name] ?? version,
    status: "ACTIVE",
    platformVersion: "eks.12",
    roleArn: `arn:aws:iam::${world.accountId}:role/tidewater-eks`,
    upgradePolicy: { supportType: "EXTENDED" },
    createdAt: new Date("2025-04-08T09:30:00Z"),
    tags: tagsOf("lab", "data"),
  };
}
