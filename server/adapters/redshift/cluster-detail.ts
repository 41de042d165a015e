import { type Cluster, DescribeClustersCommand, RedshiftClient } from "@aws-sdk/client-redshift";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { pendingNames, sorted } from "../database-common";
import { nullWhenGone } from "../read-each";

/** What a provisioned Redshift cluster is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();
const flag = z.boolean().nullable();

/** All that a pause and a resume must leave as it was. */
export const warehouseConfiguration = z.strictObject({
  /** Its namespace: a cluster that was deleted and made again under the same name is another one. */
  namespaceArn: text,
  nodeType: z.string(),
  nodes: z.int().min(0),
  masterUsername: text,
  masterSecretArn: text,
  databaseName: text,
  /** A resume may bring it up to date. */
  version: z.strictObject({ version: text, revision: text }),
  endpoint: z.strictObject({ address: text, port: number, vpcEndpoints: z.array(z.string()) }),
  customDomain: z.strictObject({ name: text, certificateArn: text }),
  zone: text,
  /** It may be moved to another zone where this one has no machines. */
  relocation: text,
  network: z.strictObject({
    vpcId: text,
    subnetGroup: text,
    securityGroups: z.array(z.string()),
    publiclyAccessible: z.boolean(),
    elasticIp: text,
    enhancedRouting: flag,
    addressType: text,
  }),
  encryption: z.strictObject({ encrypted: flag, kmsKeyId: text }),
  parameterGroups: z.array(z.string()),
  roles: z.array(z.string()),
  defaultRole: text,
  backup: z.strictObject({
    automatedDays: number,
    manualDays: number,
    schedule: text,
    copyTo: text,
    copyDays: number,
  }),
  maintenance: z.strictObject({ window: text, track: text, allowUpgrade: flag }),
});
export type WarehouseConfiguration = z.infer<typeof warehouseConfiguration>;

export const warehouseDetail = z.strictObject({
  status: z.string(),
  /** Whether it answers queries: "Available", "Unavailable", "Maintenance", "Modifying", "Failed". */
  availability: text,
  /** Names of what waits for the next maintenance window. */
  pending: z.array(z.string()),
  hsm: z.boolean(),
  multiAz: z.boolean(),
  configuration: warehouseConfiguration,
});
export type WarehouseDetail = z.infer<typeof warehouseDetail>;

/**
 * Newer nodes keep their data in managed storage, where each table is backed up, whatever it was made with (Redshift
 * Management Guide, "Excluding tables from snapshots").
 */
export function isManaged(nodeType: string): boolean {
  return /^(ra3|rg)\./.test(nodeType);
}

/** There is no filter by name, only one name a call; beyond so many one whole list of 100 a page is cheaper. */
const namesAtMost = 10;

export async function* discoverWarehouses(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<WarehouseDetail>> {
  if (only && only.length <= namesAtMost) {
    for (const cluster of await Promise.all(only.map((name) => named(aws, name)))) if (cluster) yield observe(cluster);
    return;
  }
  const wanted = only && new Set(only);
  const list = pages(
    (token) =>
      aws.read(RedshiftClient, new DescribeClustersCommand({ MaxRecords: 100, ...(token && { Marker: token }) })),
    (out) => out.Marker,
  );
  for await (const { Clusters = [] } of list) {
    for (const cluster of Clusters) {
      if (!wanted || wanted.has(cluster.ClusterIdentifier ?? "")) yield observe(cluster);
    }
  }
}

async function named(aws: ReadDoor, name: string): Promise<Cluster | undefined> {
  const command = new DescribeClustersCommand({ ClusterIdentifier: name });
  return (await nullWhenGone(aws.read(RedshiftClient, command)))?.Clusters?.[0];
}

function observe(cluster: Cluster): Observed<WarehouseDetail> {
  const name = cluster.ClusterIdentifier ?? "";
  const configuration = configurationOf(cluster);
  const { nodes, nodeType } = configuration;
  return {
    nativeId: name,
    // Only the namespace's ARN is told: the cluster's own differs in its last part.
    arn: (configuration.namespaceArn ?? "").replace(/namespace:[^:]*$/, `cluster:${name}`),
    name,
    type: nodes === 1 ? nodeType : `${nodes} × ${nodeType}`,
    tags: Object.fromEntries((cluster.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    detail: {
      status: cluster.ClusterStatus ?? "unknown",
      availability: cluster.ClusterAvailabilityStatus ?? null,
      pending: pendingNames(cluster.PendingModifiedValues),
      hsm: Boolean(cluster.HsmStatus?.HsmConfigurationIdentifier ?? cluster.HsmStatus?.HsmClientCertificateIdentifier),
      multiAz: /^enabled$/i.test(cluster.MultiAZ ?? ""),
      configuration,
    },
  };
}

function configurationOf(cluster: Cluster): WarehouseConfiguration {
  const { Endpoint: endpoint, ClusterSnapshotCopyStatus: copy } = cluster;
  return {
    namespaceArn: cluster.ClusterNamespaceArn ?? null,
    nodeType: cluster.NodeType ?? "unknown",
    nodes: cluster.NumberOfNodes ?? 0,
    masterUsername: cluster.MasterUsername ?? null,
    masterSecretArn: cluster.MasterPasswordSecretArn ?? null,
    databaseName: cluster.DBName ?? null,
    version: { version: cluster.ClusterVersion ?? null, revision: cluster.ClusterRevisionNumber ?? null },
    endpoint: {
      address: endpoint?.Address ?? null,
      port: endpoint?.Port ?? null,
      vpcEndpoints: sorted(endpoint?.VpcEndpoints?.map((each) => each.VpcEndpointId)),
    },
    customDomain: {
      name: cluster.CustomDomainName ?? null,
      certificateArn: cluster.CustomDomainCertificateArn ?? null,
    },
    zone: cluster.AvailabilityZone ?? null,
    relocation: cluster.AvailabilityZoneRelocationStatus ?? null,
    network: {
      vpcId: cluster.VpcId ?? null,
      subnetGroup: cluster.ClusterSubnetGroupName ?? null,
      securityGroups: sorted(cluster.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId)),
      publiclyAccessible: cluster.PubliclyAccessible ?? false,
      elasticIp: cluster.ElasticIpStatus?.ElasticIp ?? null,
      enhancedRouting: cluster.EnhancedVpcRouting ?? null,
      addressType: cluster.IpAddressType ?? null,
    },
    encryption: { encrypted: cluster.Encrypted ?? null, kmsKeyId: cluster.KmsKeyId ?? null },
    parameterGroups: sorted(cluster.ClusterParameterGroups?.map((group) => group.ParameterGroupName)),
    roles: sorted(cluster.IamRoles?.map((role) => role.IamRoleArn)),
    defaultRole: cluster.DefaultIamRoleArn ?? null,
    backup: {
      automatedDays: cluster.AutomatedSnapshotRetentionPeriod ?? null,
      manualDays: cluster.ManualSnapshotRetentionPeriod ?? null,
      schedule: cluster.SnapshotScheduleIdentifier ?? null,
      copyTo: copy?.DestinationRegion ?? null,
      copyDays: copy?.RetentionPeriod ?? null,
    },
    maintenance: {
      window: cluster.PreferredMaintenanceWindow ?? null,
      track: cluster.MaintenanceTrackName ?? null,
      allowUpgrade: cluster.AllowVersionUpgrade ?? null,
    },
  };
}
