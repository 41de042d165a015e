import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  type LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";

/** The functions of the estate, the role that they run as, and the queue that one of them reads. */

/** An empty zip archive: moto runs nothing. */
const emptyZip = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");
const role = "arn:aws:iam::123456789012:role/estate";

interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** No reservation, a reservation, provisioned on an alias within a reservation, and one throttled to 0 before. */
export async function buildFunctions(lambda: LambdaClient, { endpoint, region, tags }: Place): Promise<void> {
  for (const FunctionName of ["plain", "reserved", "price-quote", "off-before"]) {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "python3.12",
        Role: role,
        Handler: "app.handler",
        MemorySize: 512,
        Code: { ZipFile: emptyZip },
        Tags: { ...tags },
      }),
    );
  }
  const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  await reserve("reserved", 7);
  await reserve("price-quote", 20);
  await reserve("off-before", 0);
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: "price-quote" }));
  await lambda.send(
    new CreateAliasCommand({ FunctionName: "price-quote", Name: "live", FunctionVersion: Version ?? "1" }),
  );
  await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName: "price-quote",
      Qualifier: "live",
      ProvisionedConcurrentExecutions: 10,
    }),
  );
  const queue = await createQueue(endpoint, region);
  await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName: "plain", EventSourceArn: queue, Enabled: true, BatchSize: 5 }),
  );
}

export async function createRole(endpoint: string): Promise<void> {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await query(endpoint, "iam", "us-east-1", {
    Action: "CreateRole",
    Version: "2010-05-08",
    RoleName: "estate",
    AssumeRolePolicyDocument: policy,
  });
}

async function createQueue(endpoint: string, region: string): Promise<string> {
  await query(endpoint, "sqs", region, { Action: "CreateQueue", Version: "2012-11-05", QueueName: "work" });
  return `arn:aws:sqs:${region}:123456789012:work`;
}

/** Two services that only the estate needs, asked in AWS's query protocol instead of by one more client. */
async function query(endpoint: string, service: string, region: string, fields: Record<string, string>): Promise<void> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=testing/20261120/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      host: `${service}.${region}.amazonaws.com`,
    },
    body: new URLSearchParams(fields),
  });
  const text = await response.text();
  if (!response.ok && !text.includes("AlreadyExists")) throw new Error(`${service} ${fields.Action}: ${text}`);
}
