import { apiGateway } from "./api-gateway";
import { apprunner } from "./apprunner";
import { appstream } from "./appstream";
import { backupVaults } from "./backup-vaults";
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
import { daxClusters } from "./dax-clusters";
import { directConnect } from "./direct-connect";
import { directories } from "./directories";
import { docdbElastic } from "./docdb-elastic";
import { domains } from "./domains";
import { dynamodb } from "./dynamodb";
import { eks } from "./eks";
import { elasticache } from "./elasticache";
import { emrServerless } from "./emr-serverless";
import { events } from "./events";
import { fargateTasks } from "./fargate-tasks";
import { fileSystems } from "./file-systems";
import { flink } from "./flink";
import { glue } from "./glue";
import { glueRuns } from "./glue-runs";
import { imageBuilders } from "./image-builders";
import { kinesis } from "./kinesis";
import { leftBehind } from "./left-behind";
import { lightsail } from "./lightsail";
import { loadBalancers } from "./load-balancers";
import { logGroups } from "./log-groups";
import { medialive } from "./medialive";
import { messages } from "./messages";
import { metrics } from "./metrics";
import { migrations } from "./migrations";
import { natGateways } from "./nat-gateways";
import { neptuneGraphs } from "./neptune-graphs";
import { networkLinks } from "./network-links";
import { openSessions } from "./open-sessions";
import { permissions } from "./permissions";
import { provisionedModels } from "./provisioned-models";
import { quotas } from "./quotas";
import { neptuneReaders, rdsClusters } from "./rds-clusters";
import { redshift } from "./redshift";
import { sagemaker } from "./sagemaker";
import { sagemakerWork } from "./sagemaker-work";
import { scalingTargets } from "./scaling-targets";
import { scheduler } from "./scheduler";
import { secrets } from "./secrets";
import { transfer } from "./transfer";
import { vpns } from "./vpns";
import { workspaces } from "./workspaces";
import { workspacesPools } from "./workspaces-pools";

/** Every corner of the world, in the order in which it is built. Adding a line is the registration. */
export const corners: readonly AnyCorner[] = [
  apiGateway,
  apprunner,
  appstream,
  buckets,
  clusters,
  cloudControl,
  crawlers,
  directories,
  dynamodb,
  eks,
  emrServerless,
  events,
  fileSystems,
  flink,
  glue,
  imageBuilders,
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
  fargateTasks,
  glueRuns,
  sagemakerWork,
  docdbElastic,
  neptuneGraphs,
  medialive,
  workspacesPools,
  backupVaults,
  daxClusters,
  directConnect,
  domains,
  provisionedModels,
  costExplorer,
  metrics,
];
