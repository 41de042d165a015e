import { byKey, type Fields, gbMonth, hours, usage } from "./filter-words";
import type { Asks } from "./question";

/** How databases and warehouses ask AWS's price list; filter-tables.ts says what that means. */

const zones = { singleAz: "Single-AZ", multiAz: "Multi-AZ" } as const;

function zonesIn(name: string | undefined): keyof typeof zones | null {
  return name === "singleAz" || name === "multiAz" ? name : null;
}

/** The class is in the filters; in usage types AWS shortens it (`InstanceUsage:db.r6g.2xl`). */
function database(engine: Fields, instanceType: string, at: keyof typeof zones, usageName?: string) {
  const name = usageName ?? (at === "multiAz" ? "Multi-AZUsage" : "InstanceUsage");
  return {
    serviceCode: "AmazonRDS",
    filters: { productFamily: "Database Instance", instanceType, deploymentOption: zones[at], ...engine },
    usage: new RegExp(`^${name}:db\\.`),
    units: hours,
  };
}

const engines: Readonly<Record<string, string>> = { mysql: "MySQL", postgres: "PostgreSQL", mariadb: "MariaDB" };
const auroras: Readonly<Record<string, string>> = {
  "aurora-mysql": "Aurora MySQL",
  "aurora-postgresql": "Aurora PostgreSQL",
};
const ofEngine =
  (databaseEngine: string, usageName?: string): Asks =>
  (instanceClass) =>
    database({ databaseEngine }, instanceClass, "singleAz", usageName);

/** Engines that are sold with a licence, by edition. SQL Server in two zones is sold as a mirror and told by no name here. */
const licensed: Readonly<Record<string, Fields>> = {
  "oracle-se2": { databaseEngine: "Oracle", databaseEdition: "Standard Two" },
  "oracle-ee": { databaseEngine: "Oracle", databaseEdition: "Enterprise" },
  "sqlserver-ex": { databaseEngine: "SQL Server", databaseEdition: "Express" },
  "sqlserver-web": { databaseEngine: "SQL Server", databaseEdition: "Web" },
  "sqlserver-se": { databaseEngine: "SQL Server", databaseEdition: "Standard" },
  "sqlserver-ee": { databaseEngine: "SQL Server", databaseEdition: "Enterprise" },
  "db2-se": { databaseEngine: "Db2", databaseEdition: "Standard" },
  "db2-ae": { databaseEngine: "Db2", databaseEdition: "Advanced" },
};
const licences: Readonly<Record<string, string>> = {
  "license-included": "License included",
  "bring-your-own-license": "Bring your own license",
};

/** `oracle-se2:license-included:db.m5.large:singleAz` */
const ofLicence: Asks = (key) => {
  const [engine = "", licence = "", instanceClass, zonesName] = key.split(":");
  const [sold, licenseModel, at] = [licensed[engine], licences[licence], zonesIn(zonesName)];
  if (!sold || !licenseModel || !instanceClass || !at) return null;
  if (engine.startsWith("sqlserver") && at === "multiAz") return null;
  return database({ ...sold, licenseModel }, instanceClass, at);
};

const storageNames: Readonly<Record<string, string>> = {
  gp2: "GP2-Storage",
  gp3: "GP3-Storage",
  io1: "PIOPS-Storage",
  io2: "PIOPS-Storage-IO2",
  magnetic: "StorageUsage",
};

/** `gp3.singleAz`. Engines with prices of their own are left out by the engine "Any". */
const ofStorage: Asks = (key) => {
  const [type = "", zonesName] = key.split(".");
  const [at, usageName] = [zonesIn(zonesName), storageNames[type]];
  if (!at || !usageName) return null;
  return {
    serviceCode: "AmazonRDS",
    filters: { productFamily: "Database Storage", databaseEngine: "Any", deploymentOption: zones[at] },
    usage: usage(`RDS:${at === "multiAz" ? "Multi-AZ-" : ""}${usageName}`),
    units: gbMonth,
  };
};

const iopsNames: Readonly<Record<string, string>> = { gp3: "GP3-PIOPS", io1: "PIOPS", io2: "IO2-PIOPS" };

/** `gp3.iops.singleAz` */
const ofDatabaseIops: Asks = (key) => {
  const [type = "", , zonesName] = key.split(".");
  const [at, name] = [zonesIn(zonesName), iopsNames[type]];
  if (!at || !name) return null;
  return {
    serviceCode: "AmazonRDS",
    filters: { productFamily: "Provisioned IOPS", databaseEngine: "Any", deploymentOption: zones[at] },
    usage: usage(`RDS:${at === "multiAz" ? "Multi-AZ-" : ""}${name}`),
    units: ["IOPS-Mo"],
  };
};

/** `aurora-postgresql.vcpuHour`: what a proxy bills for a database of the engine. Serverless ones bill by ACU, apart. */
const ofProxy: Asks = (key) => {
  const [engine = "", unit] = key.split(".");
  const sold = engines[engine] ?? auroras[engine];
  const databaseEngine = engine.startsWith("sqlserver") ? "SQL Server" : sold;
  if (!databaseEngine || unit !== "vcpuHour") return null;
  return {
    serviceCode: "AmazonRDS",
    filters: { productFamily: "RDSProxy", databaseEngine },
    usage: usage("RDS:ProxyUsage"),
    units: hours,
  };
};

const clusterMember =
  (serviceCode: string): Asks =>
  (instanceType) => ({
    serviceCode,
    filters: { productFamily: "Database Instance", instanceType },
    usage: /^InstanceUsage:db\./,
    units: hours,
  });

export const databases: Readonly<Record<string, Asks>> = {
  "rds.instance.mysql": ofEngine("MySQL"),
  "rds.instance.postgres": ofEngine("PostgreSQL"),
  "rds.instance.mariadb": ofEngine("MariaDB"),
  "rds.instance.aurora-mysql": ofEngine("Aurora MySQL"),
  "rds.instance.aurora-postgresql": ofEngine("Aurora PostgreSQL"),
  "rds.ioOptimized.aurora-mysql": ofEngine("Aurora MySQL", "InstanceUsageIOOptimized"),
  "rds.ioOptimized.aurora-postgresql": ofEngine("Aurora PostgreSQL", "InstanceUsageIOOptimized"),
  "rds.licensed": ofLicence,
  "rds.multiAz": (key) => {
    const [engine = "", instanceClass] = key.split(":");
    const databaseEngine = engines[engine];
    return databaseEngine && instanceClass ? database({ databaseEngine }, instanceClass, "multiAz") : null;
  },
  "rds.storage": ofStorage,
  "rds.provisioned": ofDatabaseIops,
  "rds.proxy": ofProxy,
  "docdb.instance": clusterMember("AmazonDocDB"),
  "neptune.instance": clusterMember("AmazonNeptune"),
  "redshift.node": (instanceType) => ({
    serviceCode: "AmazonRedshift",
    filters: { productFamily: "Compute Instance", instanceType },
    usage: /^Node:/,
    units: hours,
  }),
  // Capacity that is reserved has a usage type that goes on: `Redshift:ServerlessUsage-CR-1YR-NU`.
  "redshift.other": byKey({
    serverlessRpuHour: {
      serviceCode: "AmazonRedshift",
      filters: { productFamily: "Serverless" },
      usage: usage("Redshift:ServerlessUsage"),
      units: [...hours, "RPU-Hr", "RPU-Hour"],
    },
  }),
  dynamodb: byKey({
    rcuHour: {
      serviceCode: "AmazonDynamoDB",
      filters: { group: "DDB-ReadUnits" },
      usage: usage("ReadCapacityUnit-Hrs"),
      units: ["ReadCapacityUnit-Hrs"],
      freeTier: true,
    },
    wcuHour: {
      serviceCode: "AmazonDynamoDB",
      filters: { group: "DDB-WriteUnits" },
      usage: usage("WriteCapacityUnit-Hrs"),
      units: ["WriteCapacityUnit-Hrs"],
      freeTier: true,
    },
    storageGbMonth: {
      serviceCode: "AmazonDynamoDB",
      filters: { productFamily: "Database Storage" },
      usage: usage("TimedStorage-ByteHrs"),
      units: gbMonth,
      freeTier: true,
    },
  }),
};
