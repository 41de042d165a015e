import type {
  InstanceStateChange,
  StartInstancesCommandInput,
  StartInstancesCommandOutput,
  StopInstancesCommandInput,
  StopInstancesCommandOutput,
} from "@aws-sdk/client-ec2";
import { instanceState } from "./ec2-answers";
import { notFound } from "./ec2-errors";
import { awsError } from "./errors";
import type { Answer, Moment } from "./operation";
import { startInstance } from "./transitions";
import type { Instance } from "./world";

/** One bad id fails the whole batch and stops nothing, as on AWS. */
export function stopInstances(input: StopInstancesCommandInput, at: Moment): Answer<StopInstancesCommandOutput> {
  const instances = named(input.InstanceIds, at);
  for (const instance of instances) assertStoppable(instance, input);
  if (input.DryRun) throw dryRun();
  return { StoppingInstances: instances.map((instance) => changed(instance, () => stop(instance, at))) };
}

export function startInstances(input: StartInstancesCommandInput, at: Moment): Answer<StartInstancesCommandOutput> {
  const instances = named(input.InstanceIds, at);
  const wrong = instances.find((each) => !["stopped", "pending", "running"].includes(each.state));
  if (wrong) {
    throw awsError(
      "IncorrectInstanceState",
      `The instance '${wrong.id}' is not in a state from which it can be started.`,
    );
  }
  if (input.DryRun) throw dryRun();
  return {
    StartingInstances: instances.map((instance) =>
      changed(instance, () => {
        if (instance.state === "stopped") startInstance(at.world, instance, at.now, at.ends("ec2.start"));
      }),
    ),
  };
}

function named(ids: readonly string[] | undefined, at: Moment): Instance[] {
  if (!ids || ids.length === 0) {
    throw awsError("MissingParameter", "The request must contain the parameter InstanceId");
  }
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined) throw awsError("InvalidInstanceID.Malformed", `Invalid id: "${malformed}"`);
  const found = at.region.instances.filter((each) => ids.includes(each.id));
  const missing = ids.filter((id) => !found.some((each) => each.id === id));
  if (missing.length > 0) throw notFound(missing);
  return found;
}

function assertStoppable(instance: Instance, input: StopInstancesCommandInput): void {
  if (instance.spot?.type === "one-time") {
    throw awsError(
      "UnsupportedOperation",
      `You can't stop the Spot Instance '${instance.id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
    );
  }
  if (instance.state === "pending") {
    throw awsError(
      "IncorrectInstanceState",
      `The instance '${instance.id}' cannot be stopped as it has never reached the 'running' state.`,
    );
  }
  if (instance.state === "shutting-down" || instance.state === "terminated") {
    throw awsError(
      "IncorrectInstanceState",
      `This instance '${instance.id}' is not in a state from which it can be stopped.`,
    );
  }
  if (instance.stopProtected) {
    throw awsError(
      "OperationNotPermitted",
      `The instance '${instance.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
    );
  }
  if (input.Hibernate === true && !instance.hibernation) {
    throw awsError(
      "UnsupportedHibernationConfiguration",
      `The instance '${instance.id}' is not configured for hibernation.`,
    );
  }
}

function stop(instance: Instance, at: Moment): void {
  if (instance.state !== "running") return;
  instance.state = "stopping";
  instance.until = at.ends("ec2.stop");
  instance.stoppedAt = at.now;
  if (instance.autoPublicIp) instance.publicIp = null;
}

function changed(instance: Instance, act: () => void): InstanceStateChange {
  const before = instance.state;
  act();
  return {
    InstanceId: instance.id,
    PreviousState: instanceState(before),
    CurrentState: instanceState(instance.state),
  };
}

function dryRun(): Error {
  return awsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", { status: 412 });
}
