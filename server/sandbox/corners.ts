import { apprunner } from "./apprunner";
import { batch } from "./batch";
import { buckets } from "./buckets";
import { capacity } from "./capacity";
import { classicBalancers } from "./classic-balancers";
import { cloudControl } from "./cloud-control";
import { clusters } from "./clusters";
import type { AnyCorner } from "./corner";
import { costExplorer } from "./cost-explorer";
import { crawlers } from "./crawlers";
import { dashboards } from "./dashboards";
import { databaseProxies } from "./database-proxies";
import { databaseSnapshots } from "./database-snapshots";
import { dynamodb } from "./dynamodb";
import { eks } from "./eks";
import { elasticache } from "./elasticache";
import { events } from "./events";
import { fileSystems } from "./file-systems";
import { glue } from "./glue";
import { kinesis } from "./kinesis";
import { leftBehind } from "./left-behind";
import { lightsail } from "./lightsail";
import { loadBalancers } from "./load-balancers";
import { logGroups } from "./log-groups";
import { messages } from "./messages";
import { metrics } from "./metrics";
import { migrations } from "./migrations";
import { natGateways } from "./nat-gateways";
import { networkLinks } from "./network-links";
import { openSessions } from "./open-sessions";
import { permissions } from "./permissions";
import { quotas } from "./quotas";
import { neptuneReaders, rdsClusters } from "./rds-clusters";
import { redshift } from "./redshift";
import { sagemaker } from "./sagemaker";
import { scalingTargets } from "./scaling-targets";
import { scheduler } from "./scheduler";
import { secrets } from "./secrets";
import { transfer } from "./transfer";
import { vpns } from "./vpns";
import { workspaces } from "./workspaces";

/** Every corner of the world, in the order in which it is built. Adding a line is the registration. */
export const corners: readonly AnyCorner[] = [
  apprunner,
  buckets,
  clusters,
  cloudControl,
  crawlers,
  dynamodb,
  eks,
  events,
  fileSystems,
  glue,
  kinesis,
  leftBehind,
  lightsail,
  loadBalancers,
  logGroups,
  messages,
  natGateways,
  permissions,
  quotas,
  neptuneReaders,
  rdsClusters,
  redshift,
  sagemaker,
  scalingTargets,
  scheduler,
  transfer,
  workspaces,
  elasticache,
  batch,
  networkLinks,
  classicBalancers,
  migrations,
  databaseSnapshots,
  databaseProxies,
  secrets,
  openSessions,
  dashboards,
  capacity,
  vpns,
  costExplorer,
  metrics,
];
