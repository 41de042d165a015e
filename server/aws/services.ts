/**
 * What a service is called: SDK clients carry a serviceId, permissions an IAM prefix, endpoints a third name. Everything
 * above the door uses the IAM prefix.
 */

/** Where the IAM prefix is not simply the serviceId in lower case (AWS Service Authorization Reference). */
const prefixes: Readonly<Record<string, string>> = {
  "Application Auto Scaling": "application-autoscaling",
  "Auto Scaling": "autoscaling",
  CloudControl: "cloudformation",
  "CloudWatch Logs": "logs",
  "Cost Explorer": "ce",
  "Database Migration Service": "dms",
  "Directory Service": "ds",
  "DocDB Elastic": "docdb-elastic",
  EFS: "elasticfilesystem",
  // The older of two APIs under one IAM prefix, which share the names of operations.
  "Elastic Load Balancing": "elb",
  "Elastic Load Balancing v2": "elasticloadbalancing",
  EMR: "elasticmapreduce",
  "EMR Serverless": "emr-serverless",
  EventBridge: "events",
  "Kinesis Analytics V2": "kinesisanalytics",
  "Neptune Graph": "neptune-graph",
  OpenSearch: "es",
  "Resource Groups Tagging API": "tag",
};

/** "Auto Scaling" → "autoscaling", "EC2" → "ec2". */
export function servicePrefix(serviceId: string): string {
  return prefixes[serviceId] ?? serviceId.toLowerCase().replaceAll(" ", "");
}

/** Endpoint names, and ours, that differ from the IAM prefix. */
const endpointNames: Readonly<Record<string, string>> = {
  elb: "elasticloadbalancing",
  monitoring: "cloudwatch",
  tagging: "tag",
  resourcegroupstaggingapi: "tag",
};

/** Operations whose permission has another name: API Gateway's are those of HTTP. */
const renamedActions: Readonly<Record<string, string>> = {
  "apigateway:GetRestApis": "apigateway:GET",
  "apigateway:GetStage": "apigateway:GET",
  "apigateway:GetStages": "apigateway:GET",
  "apigateway:UpdateStage": "apigateway:PATCH",
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:InvokeAsync": "lambda:InvokeFunction",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
};

/** The IAM action that allows a call: `ec2:StopInstances`, `tag:GetResources`. */
export function iamAction(service: string, operation: string): string {
  const action = `${endpointNames[service] ?? service}:${operation}`;
  return renamedActions[action] ?? action;
}

/** "DescribeInstances". The command's own schema tells, as class names do not survive a minified build. */
export function operationName(command: object): string {
  const schema: unknown = "schema" in command ? command.schema : null;
  const name: unknown = Array.isArray(schema) ? schema[2] : command.constructor.name;
  if (typeof name !== "string" || name === "") throw new Error("This command does not tell its operation's name");
  return name.replace(/Command$/, "");
}

/** Operations that change nothing, by the verbs that AWS uses for them; Simulate is IAM's, and asks what it would allow. */
export function isRead(operation: string): boolean {
  return /^(Describe|List|Get|BatchGet|Search|Simulate|Lookup|Head)[A-Z]/.test(operation);
}
