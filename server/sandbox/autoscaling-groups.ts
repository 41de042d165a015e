import { awsError } from "./errors";
import type { Moment } from "./operation";
import type { Group } from "./world";

export function groupNamed(at: Moment, name: string | undefined): Group {
  const group = at.region.groups.find((each) => each.name === name);
  if (!group) throw validation(`AutoScalingGroup name not found - AutoScalingGroup '${name ?? ""}' not found`);
  return group;
}

export function validation(message: string): Error {
  return awsError("ValidationError", message);
}
