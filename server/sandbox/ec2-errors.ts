import { awsError } from "./errors";

export function notFound(ids: readonly string[]): Error {
  const message =
    ids.length === 1
      ? `The instance ID '${ids[0]}' does not exist`
      : `The instance IDs '${ids.join(", ")}' do not exist`;
  return awsError("InvalidInstanceID.NotFound", message);
}
