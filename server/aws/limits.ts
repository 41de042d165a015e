import { isRead } from "./services";

/** A token bucket: `burst` tokens when full, refilled by `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limit extends Rate {
  /** Calls of the same name share one bucket in an account and region. */
  readonly bucket: string;
  /** A second bucket for the things that a call names: EC2 counts the instances that are started and stopped. */
  readonly units?: Rate;
}

/**
 * AWS's published limits per account and region:
 * EC2: "Request throttling for the Amazon EC2 API" (Describe 100 and 20/s, other changes 50 and 5/s, StartInstances 5
 * and 2/s, Create and DeleteNatGateway 10 and 1/s; resource tokens 1,000, refilled by 20 instances a second for Stop and
 * 2 for Start).
 * CloudWatch: "CloudWatch service quotas" (DescribeAlarms 9/s, Enable and DisableAlarmActions 3/s).
 * Lambda: "Lambda quotas" (GetFunction 100/s, all other control-plane calls together 15/s).
 * ECS: "Request throttling for the Amazon ECS API" (reads of clusters and services 100 and 20/s, changes 50 and 5/s).
 * Tagging: Resource Groups Tagging API reference (GetResources 15/s).
 * Elastic Load Balancing: "Request throttling for the ELB API" (all reads together 40 and 10/s).
 * Kinesis: its API reference (ListStreams 5/s, DescribeStreamSummary 20/s, UpdateShardCount 10/s; ListShards 1,000/s and
 * ListStreamConsumers 5/s for each stream).
 * CloudWatch Logs: "CloudWatch Logs quotas" (DescribeLogGroups 5/s in the older pages, 10/s in newer ones).
 * Route 53: "Quotas" in its Developer Guide (all requests of an account together 5/s).
 * EventBridge Scheduler: "Quotas for Amazon EventBridge Scheduler" (GetSchedule 250/s in the smaller regions).
 * Price List: "Using the AWS Price List Query API" (all operations together 10 and 5/s).
 * API Gateway: "Amazon API Gateway quotas" (all operations of an account together 40 and 10/s).
 * EMR Serverless: "Endpoints and quotas for EMR Serverless" (Get and ListApplications 50 and 10/s, its other calls 25 and
 * 1/s; it names no limit of ListSessions).
 * RDS, Application Auto Scaling and SageMaker publish none; 5/s leaves room for others in the account.
 */
const limits: Readonly<Record<string, Rate & { readonly units?: Rate }>> = {
  "ec2:CreateNatGateway": { burst: 10, perSecond: 1 },
  "ec2:DeleteNatGateway": { burst: 10, perSecond: 1 },
  "ec2:StartInstances": { burst: 5, perSecond: 2, units: { burst: 1000, perSecond: 2 } },
  "ec2:StopInstances": { burst: 50, perSecond: 5, units: { burst: 1000, perSecond: 20 } },
  "apigateway:*": { burst: 40, perSecond: 10 },
  "cloudwatch:DescribeAlarms": { burst: 9, perSecond: 9 },
  "cloudwatch:DisableAlarmActions": { burst: 3, perSecond: 3 },
  "cloudwatch:EnableAlarmActions": { burst: 3, perSecond: 3 },
  "emr-serverless:GetApplication": { burst: 50, perSecond: 10 },
  "emr-serverless:ListApplications": { burst: 50, perSecond: 10 },
  "emr-serverless:ListJobRuns": { burst: 25, perSecond: 1 },
  "emr-serverless:ListSessions": { burst: 25, perSecond: 1 },
  "emr-serverless:StartApplication": { burst: 25, perSecond: 1 },
  "emr-serverless:StopApplication": { burst: 25, perSecond: 1 },
  "ecs:UpdateService": { burst: 50, perSecond: 5 },
  "kinesis:DescribeStreamSummary": { burst: 20, perSecond: 20 },
  "kinesis:ListStreams": { burst: 5, perSecond: 5 },
  "kinesis:UpdateShardCount": { burst: 10, perSecond: 10 },
  "lambda:GetFunction": { burst: 100, perSecond: 100 },
  "lambda:*": { burst: 15, perSecond: 15 },
  "tag:GetResources": { burst: 15, perSecond: 15 },
  "elasticloadbalancing:*": { burst: 40, perSecond: 10 },
  "elb:*": { burst: 40, perSecond: 10 },
  "logs:DescribeLogGroups": { burst: 5, perSecond: 5 },
  "pricing:*": { burst: 10, perSecond: 5 },
  "route53:*": { burst: 5, perSecond: 5 },
  "scheduler:GetSchedule": { burst: 250, perSecond: 250 },
  "rds:StartDBCluster": { burst: 20, perSecond: 5 },
  "rds:StopDBCluster": { burst: 20, perSecond: 5 },
  "rds:StartDBInstance": { burst: 20, perSecond: 5 },
  "rds:StopDBInstance": { burst: 20, perSecond: 5 },
  "application-autoscaling:PutScalingPolicy": { burst: 20, perSecond: 5 },
  "application-autoscaling:PutScheduledAction": { burst: 20, perSecond: 5 },
  "application-autoscaling:RegisterScalableTarget": { burst: 20, perSecond: 5 },
  "sagemaker:*": { burst: 50, perSecond: 5 },
};

/** EC2's limit for reads, which is also what others allow at least. */
const readLimit: Rate = { burst: 100, perSecond: 20 };
const actLimit: Rate = { burst: 20, perSecond: 10 };

/** How fast an operation may be called. */
export function limitOf(service: string, operation: string): Limit {
  const own = `${service}:${operation}`;
  const shared = `${service}:*`;
  const bucket = own in limits || !(shared in limits) ? own : shared;
  return { bucket, ...(limits[bucket] ?? (isRead(operation) ? readLimit : actLimit)) };
}

/** How many things a call names: its instance ids. One where it names none. */
export function unitsOf(input: object): number {
  const ids: unknown = "InstanceIds" in input ? input.InstanceIds : undefined;
  return Array.isArray(ids) ? Math.max(1, ids.length) : 1;
}
