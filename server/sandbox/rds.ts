import type {
  DBInstance,
  DescribeDBInstancesCommandInput,
  DescribeDBInstancesCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  StartDBInstanceCommandInput,
  StartDBInstanceCommandOutput,
  StopDBInstanceCommandInput,
  StopDBInstanceCommandOutput,
} from "@aws-sdk/client-rds";
import { vpcId } from "./ec2-answers";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { clustersOf, describeMember, memberArn } from "./rds-cluster-state";
import { tagList } from "./tags";
import { databaseRestartMs } from "./transitions";
import type { Database } from "./world";

export const rds: Service = {
  DescribeDBInstances: read(describeDBInstances),
  ListTagsForResource: read(listTagsForResource),
  StopDBInstance: change(stopDBInstance),
  StartDBInstance: change(startDBInstance),
};

function describeDBInstances(
  input: DescribeDBInstancesCommandInput,
  at: Moment,
): Answer<DescribeDBInstancesCommandOutput> {
  const size = input.MaxRecords ?? 100;
  if (size < 20 || size > 100) {
    throw awsError("InvalidParameterValue", `Invalid value ${size} for MaxRecords. Must be between 20 and 100`);
  }
  const named = input.DBInstanceIdentifier?.toLowerCase();
  const all = rowsOf(at);
  if (named !== undefined) {
    const one = all.find(({ id, arn }) => id === named || arn.toLowerCase() === named);
    if (!one) throw notFound(named);
    return { DBInstances: [one.describe()] };
  }
  const found = all.filter((each) =>
    (input.Filters ?? []).every((filter) => filter.Values?.includes(filterValue(each, filter.Name)) ?? false),
  );
  const invalidToken = () => awsError("InvalidParameterValue", `Unrecognized marker value: ${input.Marker}`);
  const { items, next } = page({ items: found, size, token: input.Marker, invalidToken });
  return { DBInstances: items.map((each) => each.describe()), ...(next !== undefined && { Marker: next }) };
}

/** What the list has of one: instances that stand alone, and the members of clusters of all engines. */
interface Row {
  readonly id: string;
  readonly arn: string;
  readonly engine: string;
  readonly resourceId: string;
  readonly clusterId: string;
  readonly describe: () => DBInstance;
}

function rowsOf(at: Moment): Row[] {
  const alone = at.region.databases.map(
    (database): Row => ({
      ...database,
      arn: databaseArn(database, at),
      clusterId: "",
      describe: () => describe(database, at),
    }),
  );
  const members = clustersOf(at.region).flatMap((cluster) =>
    cluster.members.map(
      (member): Row => ({
        ...member,
        arn: memberArn(member, at),
        engine: cluster.engine,
        clusterId: cluster.id,
        describe: () => describeMember(member, cluster, at),
      }),
    ),
  );
  return [...alone, ...members];
}

function filterValue(row: Row, name: string | undefined): string {
  switch (name) {
    case "db-instance-id":
      return row.id;
    case "db-cluster-id":
      return row.clusterId;
    case "engine":
      return row.engine;
    case "dbi-resource-id":
      return row.resourceId;
    default:
      throw awsError("InvalidParameterValue", `Unrecognized filter name: ${name}`);
  }
}

function find(id: string | undefined, at: Moment): Database {
  const wanted = (id ?? "").toLowerCase();
  const database = at.region.databases.find((each) => each.id === wanted || databaseArn(each, at) === id);
  if (database) return database;
  const isMember = clustersOf(at.region).some(({ members }) => members.some((member) => member.id === wanted));
  if (!isMember) throw notFound(wanted);
  throw awsError("InvalidDBClusterStateFault", `Instance ${wanted} is a member of a cluster; use the cluster instead.`);
}

function notFound(id: string): Error {
  return awsError("DBInstanceNotFoundFault", `DBInstance ${id} not found.`, { status: 404 });
}

/** The ARN as RDS writes it. */
export function databaseArn(database: Database, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:rds:${at.regionName}:${at.world.accountId}:db:${database.id}`;
}

function listTagsForResource(
  input: ListTagsForResourceCommandInput,
  at: Moment,
): Answer<ListTagsForResourceCommandOutput> {
  return { TagList: tagList(find(input.ResourceName, at).tags) };
}

/** AWS says "invalid state" for all of it: already stopped, on its way, a replica or the source of one. */
function stopDBInstance(input: StopDBInstanceCommandInput, at: Moment): Answer<StopDBInstanceCommandOutput> {
  const database = find(input.DBInstanceIdentifier, at);
  if (input.DBSnapshotIdentifier !== undefined) throw new Error("The sandbox's StopDBInstance takes no snapshot.");
  if (database.status !== "available") throw wrongState(`Instance ${database.id} is not in available state.`);
  if (database.replicaOf !== null) throw wrongState(`Cannot stop or start a read replica instance: ${database.id}`);
  if (database.replicas.length > 0) {
    throw wrongState(`Cannot stop or start an instance that has read replicas: ${database.id}`);
  }
  database.status = "stopping";
  database.until = at.ends("rds.stop");
  database.restartAt = at.now + databaseRestartMs;
  return { DBInstance: describe(database, at) };
}

function startDBInstance(input: StartDBInstanceCommandInput, at: Moment): Answer<StartDBInstanceCommandOutput> {
  const database = find(input.DBInstanceIdentifier, at);
  if (database.status !== "stopped") {
    throw wrongState(`Instance ${database.id} is not stopped, cannot be started.`);
  }
  database.status = "starting";
  database.until = at.ends("rds.start");
  database.restartAt = null;
  return { DBInstance: describe(database, at) };
}

function wrongState(message: string): Error {
  return awsError("InvalidDBInstanceStateFault", message);
}

const ports = { postgres: 5432, mysql: 3306, mariadb: 3306 };
const licences = { postgres: "postgresql-license", mysql: "general-public-license", mariadb: "general-public-license" };

function describe(database: Database, at: Moment): DBInstance {
  const family = `${database.engine}${database.engineVersion.split(".")[0]}`;
  return {
    DBInstanceIdentifier: database.id,
    DBInstanceArn: databaseArn(database, at),
    DbiResourceId: database.resourceId,
    DBInstanceClass: database.class,
    Engine: database.engine,
    EngineVersion: database.engineVersion,
    LicenseModel: licences[database.engine],
    DBInstanceStatus: database.status,
    ...(database.restartAt !== null && { AutomaticRestartTime: new Date(database.restartAt) }),
    InstanceCreateTime: new Date(database.createdAt),
    MasterUsername: "tidewater",
    Endpoint: {
      Address: `${database.id}.c1x7qk2mzp4d.${at.regionName}.rds.amazonaws.com`,
      Port: ports[database.engine],
      HostedZoneId: "Z1RLNUO7B9Q6NB",
    },
    MultiAZ: database.secondaryZone !== null,
    AvailabilityZone: database.zone,
    ...(database.secondaryZone !== null && { SecondaryAvailabilityZone: database.secondaryZone }),
    StorageType: database.storageType,
    AllocatedStorage: database.sizeGb,
    ...(database.iops !== null && { Iops: database.iops }),
    StorageEncrypted: true,
    ReadReplicaDBInstanceIdentifiers: database.replicas,
    ...(database.replicaOf !== null && { ReadReplicaSourceDBInstanceIdentifier: database.replicaOf }),
    ReadReplicaDBClusterIdentifiers: [],
    PendingModifiedValues: {},
    BackupRetentionPeriod: database.replicaOf === null ? 7 : 0,
    PreferredBackupWindow: "02:10-02:40",
    PreferredMaintenanceWindow: "sun:03:00-sun:03:30",
    AutoMinorVersionUpgrade: true,
    DeletionProtection: database.deletionProtection,
    PubliclyAccessible: false,
    IAMDatabaseAuthenticationEnabled: false,
    PerformanceInsightsEnabled: false,
    MonitoringInterval: 0,
    CACertificateIdentifier: "rds-ca-rsa2048-g1",
    CopyTagsToSnapshot: true,
    DBParameterGroups: [{ DBParameterGroupName: `default.${family}`, ParameterApplyStatus: "in-sync" }],
    OptionGroupMemberships: [{ OptionGroupName: `default:${family}`, Status: "in-sync" }],
    DBSecurityGroups: [],
    VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-0a94b7d3e1c2f5860", Status: "active" }],
    DBSubnetGroup: {
      DBSubnetGroupName: "tidewater-data",
      VpcId: vpcId,
      SubnetGroupStatus: "Complete",
    },
    TagList: tagList(database.tags),
  };
}
