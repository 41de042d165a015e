import type { Moment } from "./operation";
import type { LambdaFunction, ProvisionedConcurrency } from "./world";

/** Asks for environments: IN_PROGRESS until they are there. */
export function setProvisioned(
  owner: LambdaFunction,
  wanted: { readonly qualifier: string; readonly requested: number },
  at: Moment,
): ProvisionedConcurrency {
  const config: ProvisionedConcurrency = {
    ...wanted,
    status: "IN_PROGRESS",
    until: at.ends("lambda.provision"),
    changedAt: at.now,
  };
  owner.provisioned = [...owner.provisioned.filter((each) => each.qualifier !== wanted.qualifier), config];
  return config;
}

/** SDK timestamps of Lambda are text, such as 2026-11-20T11:40:00.000+0000. */
export function lambdaTime(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}
