import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

/** What AWS refuses of the reads of kinds that are only reported. */

const day = 24 * 3_600_000;
const metric = { Namespace: "AWS/S3", MetricName: "BucketSizeBytes" };
const names = Array.from({ length: 6 }, (_, index) => `domain-${index}`);
const queries = Array.from({ length: 501 }, (_, index) => ({ Id: `m${index}` }));

test.each([
  ["ec2", "DescribeSnapshots", {}, "InvalidParameterValue"],
  ["ec2", "DescribeSnapshots", { OwnerIds: ["self"], NextToken: "?" }, "InvalidNextToken"],
  ["ec2", "DescribeHosts", { HostIds: ["h-1"] }, "InvalidHostID.NotFound"],
  ["ec2", "DescribeHosts", { MaxResults: 1000 }, "InvalidParameterValue"],
  [
    "ec2",
    "DescribeCapacityReservations",
    { CapacityReservationIds: ["cr-1"] },
    "InvalidCapacityReservationId.NotFound",
  ],
  ["ec2", "DescribeVpnConnections", { VpnConnectionIds: ["vpn-1"] }, "InvalidVpnConnectionID.NotFound"],
  [
    "ec2",
    "DescribeClientVpnTargetNetworks",
    { ClientVpnEndpointId: "cvpn-endpoint-1" },
    "InvalidClientVpnEndpointId.NotFound",
  ],
  ["lightsail", "GetContainerServices", { serviceName: "none" }, "NotFoundException"],
  ["cloudformation", "ListResources", { TypeName: "AWS::WAFv2::WebACL" }, "InvalidRequestException"],
  ["elasticloadbalancing", "DescribeLoadBalancers", { Names: ["none"] }, "LoadBalancerNotFoundException"],
  ["elasticloadbalancing", "DescribeLoadBalancers", { PageSize: 500 }, "ValidationError"],
  ["elasticloadbalancing", "DescribeTargetHealth", { TargetGroupArn: "none" }, "TargetGroupNotFoundException"],
  ["rds", "DescribeDBProxies", { MaxRecords: 500 }, "InvalidParameterValue"],
  ["rds", "DescribeDBProxies", { Marker: "?" }, "InvalidParameterValue"],
  ["rds", "DescribeDBProxyTargets", { DBProxyName: "none" }, "DBProxyNotFoundFault"],
  ["sagemaker", "DescribeTrainingJob", { TrainingJobName: "none" }, "ValidationException"],
  ["sagemaker", "ListTrainingJobs", { MaxResults: 500 }, "ValidationException"],
  ["sagemaker", "DescribeProcessingJob", { ProcessingJobName: "none" }, "ValidationException"],
  ["sagemaker", "ListTransformJobs", { MaxResults: 500 }, "ValidationException"],
  ["sagemaker", "DescribeCluster", { ClusterName: "none" }, "ValidationException"],
  ["ecs", "ListTasks", { cluster: "none" }, "ClusterNotFoundException"],
  ["ecs", "DescribeTasks", { cluster: "dev", tasks: [] }, "InvalidParameterException"],
  ["ecs", "DescribeTasks", { cluster: "dev", tasks: queries.map(({ Id }) => Id) }, "InvalidParameterException"],
  ["glue", "GetJobRuns", { JobName: "none" }, "EntityNotFoundException"],
  ["glue", "GetJobRuns", { JobName: "trial-clicks", MaxResults: 500 }, "InvalidInputException"],
  ["glue", "GetDevEndpoints", { NextToken: "?" }, "InvalidInputException"],
  ["logs", "DescribeLogGroups", { limit: 100 }, "InvalidParameterException"],
  ["es", "DescribeDomains", { DomainNames: names }, "ValidationException"],
  ["kafka", "ListClustersV2", { MaxResults: 500 }, "BadRequestException"],
  ["glue", "ListSessions", { MaxResults: 5000 }, "InvalidInputException"],
  ["glue", "ListSessions", { NextToken: "?" }, "InvalidInputException"],
  ["cloudwatch", "ListDashboards", { NextToken: "?" }, "InvalidParameterValue"],
  ["route53", "ListHostedZones", { Marker: "?" }, "InvalidInput"],
  ["route53", "ListHealthChecks", { MaxItems: 0 }, "InvalidInput"],
  ["directconnect", "DescribeConnections", { connectionId: "dxcon-0" }, "DirectConnectClientException"],
  ["dax", "DescribeClusters", { ClusterNames: ["none"] }, "ClusterNotFoundFault"],
  ["dax", "DescribeClusters", { MaxResults: 5 }, "InvalidParameterValueException"],
  ["bedrock", "ListProvisionedModelThroughputs", { maxResults: 5000 }, "ValidationException"],
  ["backup", "ListBackupVaults", { NextToken: "?" }, "InvalidParameterValueException"],
  ["backup", "ListRecoveryPointsByBackupVault", { BackupVaultName: "none" }, "ResourceNotFoundException"],
  ["s3", "ListBuckets", { BucketRegion: "us-east-1" }, "InvalidArgument"],
  ["cloudwatch", "GetMetricData", { MetricDataQueries: queries }, "ValidationError"],
  ["cloudwatch", "GetMetricData", { StartTime: new Date(day), EndTime: new Date(0) }, "ValidationError"],
])("%s:%s refuses %o as AWS does", async (service, operation, input, name) => {
  const { sandbox } = await startSandbox();
  const call = { accountId: "acc_sandbox", region: "eu-central-1", service, operation, input };
  await expect(sandbox.answer(call)).rejects.toMatchObject({ name });
});

test("a size is there for its day only", async () => {
  const { sandbox, clock } = await startSandbox();
  const send = (operation: string, input: object) =>
    sandbox.answer({ accountId: "acc_sandbox", region: "eu-central-1", service: "cloudwatch", operation, input });
  const { Metrics } = (await send("ListMetrics", metric)) as { Metrics: object[] };
  expect(Metrics.length).toBeGreaterThan(2);
  const valuesAt = async (instant: number) => {
    const span = { StartTime: new Date(instant - day), EndTime: new Date(instant) };
    const MetricDataQueries = [{ Id: "m0", MetricStat: { Metric: Metrics[0], Period: 86_400, Stat: "Average" } }];
    const answer = await send("GetMetricData", { ...span, MetricDataQueries });
    return (answer as { MetricDataResults: { Values: number[] }[] }).MetricDataResults[0]?.Values;
  };
  const now = clock.now().getTime();
  expect(await valuesAt(now)).toHaveLength(1);
  expect(await valuesAt(now - 3 * day)).toEqual([]);
});
