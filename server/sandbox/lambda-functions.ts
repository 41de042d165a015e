import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { awsError } from "./errors";
import { lambdaTime } from "./lambda-provisioned";
import type { Moment } from "./operation";
import { page } from "./paging";
import type { LambdaFunction } from "./world";

export function invalid(message: string): Error {
  return awsError("InvalidParameterValueException", message, { fields: { Type: "User" } });
}

export function notFound(message: string): Error {
  return awsError("ResourceNotFoundException", message, { status: 404, fields: { Type: "User" } });
}

export function functionArn(found: Pick<LambdaFunction, "name">, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:lambda:${at.regionName}:${at.world.accountId}:function:${found.name}`;
}

/** Lambda takes a name, `name:qualifier`, or an ARN with or without a qualifier. */
export function functionNamed(nameOrArn: string | undefined, at: Moment): LambdaFunction {
  const text = nameOrArn ?? "";
  const name = text.startsWith("arn:") ? text.split(":")[6] : text.split(":")[0];
  const found = at.region.functions.find((each) => each.name === name);
  if (found) return found;
  throw notFound(`Function not found: arn:aws:lambda:${at.regionName}:${at.world.accountId}:function:${name}`);
}

/** Fifty rows a page, at most a hundred in the lists of event sources. */
export function paged<Item>(
  items: readonly Item[],
  input: { MaxItems?: number | undefined; Marker?: string | undefined },
  most = 50,
): { readonly items: Item[]; readonly next?: string } {
  const size = Math.min(input.MaxItems ?? most, most);
  return page({ items, size, token: input.Marker, invalidToken: () => invalid("Invalid Marker value") });
}

export function describeFunction(found: LambdaFunction, version: string, at: Moment): FunctionConfiguration {
  return {
    FunctionName: found.name,
    FunctionArn: `${functionArn(found, at)}:${version}`,
    Version: version,
    Runtime: found.runtime,
    Role: `arn:aws:iam::${at.world.accountId}:role/${found.name}`,
    Handler: found.runtime === "java21" ? "com.tidewater.Handler" : "index.handler",
    CodeSize: found.codeSize,
    CodeSha256: found.codeSha256,
    Description: "",
    Timeout: found.timeout,
    MemorySize: found.memory,
    LastModified: lambdaTime(found.changedAt),
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: found.revisionId,
    PackageType: "Zip",
    Architectures: [found.arch],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${found.name}` },
    State: "Active",
    LastUpdateStatus: "Successful",
  };
}
