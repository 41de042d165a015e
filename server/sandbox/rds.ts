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
  const named = input.DBInstanceIdentifier;
  if (named !== undefined) return { DBInstances: [describe(find(named, at), at)] };
  const found = at.region.databases.filter((each) =>
    (input.Filters ?? []).every((filter) => filter.Values?.includes(filterValue(each, filter.Name, at)) ?? false),
  );
  const invalidToken = () => awsError("InvalidParameterValue", `Unrecognized marker value: ${input.Marker}`);
  const { items, next } = page({ items: found, size, token: input.Marker, invalidToken });
  return { DBInstances: items.map((each) => describe(each, at)), ...(next !== undefined && { Marker: next }) };
}

function filterValue(database: Database, name: string | undefined, at: Moment): string {
  switch (name) {
    case "db-instance-id":
      return database.id;
    case "engine":
      return database.engine;
    case "dbi-resource-id":
      return database.resourceId;
    case "db-instance-arn":
      return databaseArn(database, at);
    default:
      throw awsError("InvalidParameterValue", `Unrecognized filter name: ${name}`);
  }
}

function find(id: string | undefined, at: Moment): Database {
  const wanted = (id ?? "").toLowerCase();
  const database = at.region.databases.find((each) => each.id === wanted || databaseArn(each, at) === id);
  if (!database) throw awsError("DBInstanceNotFoundFault", `DBInstance ${wanted} not found.`, { status: 404 });
  return database;
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
