import type {
  DescribeNotebookInstanceCommandInput,
  DescribeNotebookInstanceCommandOutput,
  ListNotebookInstancesCommandInput,
  ListNotebookInstancesCommandOutput,
  StartNotebookInstanceCommandInput,
  StopNotebookInstanceCommandInput,
} from "@aws-sdk/client-sagemaker";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { arnOf, invalidToken, type Notebook, type SageMakerState, stateAt, validation } from "./sagemaker-state";

export const notebookCommands: Service = {
  ListNotebookInstances: read(listNotebookInstances),
  DescribeNotebookInstance: read(describeNotebookInstance),
  StopNotebookInstance: change(stopNotebookInstance),
  StartNotebookInstance: change(startNotebookInstance),
};

/** Seconds, close to what AWS takes. */
const seconds = { stop: 60, start: 180 };

/** SageMaker says no more than this. */
function find(name: string | undefined, at: Moment): Notebook {
  const notebook = stateAt(at).notebooks[name ?? ""];
  if (!notebook) throw validation("RecordNotFound");
  return notebook;
}

function listNotebookInstances(
  input: ListNotebookInstancesCommandInput,
  at: Moment,
): Answer<ListNotebookInstancesCommandOutput> {
  const size = input.MaxResults ?? 10;
  const all = Object.values(stateAt(at).notebooks);
  const { items, next } = page({ items: all, size, token: input.NextToken, invalidToken });
  const NotebookInstances = items.map(({ name, status }) => ({
    NotebookInstanceName: name,
    NotebookInstanceArn: arnOf("notebook-instance", name, at),
    NotebookInstanceStatus: status,
  }));
  return { NotebookInstances, ...(next !== undefined && { NextToken: next }) };
}

function describeNotebookInstance(
  input: DescribeNotebookInstanceCommandInput,
  at: Moment,
): Answer<DescribeNotebookInstanceCommandOutput> {
  const notebook = find(input.NotebookInstanceName, at);
  const { name, status, failure, type, gb, lifecycle, platform = "notebook-al2-v3", subnetId, launchedAt } = notebook;
  return {
    NotebookInstanceName: name,
    NotebookInstanceArn: arnOf("notebook-instance", name, at),
    NotebookInstanceStatus: status,
    ...(failure !== null && { FailureReason: failure }),
    Url: `${name}.notebook.${at.regionName}.sagemaker.aws`,
    InstanceType: type as NonNullable<DescribeNotebookInstanceCommandOutput["InstanceType"]>,
    VolumeSizeInGB: gb,
    SubnetId: subnetId,
    SecurityGroups: ["sg-0a94b7d3e1c2f5860"],
    RoleArn: `arn:aws:iam::${at.world.accountId}:role/lab-notebooks`,
    ...(lifecycle !== null && { NotebookInstanceLifecycleConfigName: lifecycle }),
    DirectInternetAccess: "Enabled",
    RootAccess: "Enabled",
    PlatformIdentifier: platform,
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
    CreationTime: new Date(launchedAt),
    LastModifiedTime: new Date(launchedAt),
  };
}

function stopNotebookInstance(input: StopNotebookInstanceCommandInput, at: Moment): object {
  return move(find(input.NotebookInstanceName, at), ["InService"], "Stopping", at);
}

function startNotebookInstance(input: StartNotebookInstanceCommandInput, at: Moment): object {
  const notebook = find(input.NotebookInstanceName, at);
  // Since 1 July 2026 none on Amazon Linux 2 (SageMaker Developer Guide); AWS does not publish the words of its refusal.
  if (/^notebook-al[12]-/.test(notebook.platform ?? "")) {
    throw validation(`The platform identifier ${notebook.platform} is no longer supported.`);
  }
  return move(notebook, ["Stopped", "Failed"], "Pending", at);
}

function move(notebook: Notebook, from: readonly string[], to: "Stopping" | "Pending", at: Moment): object {
  if (!from.includes(notebook.status)) {
    const arn = arnOf("notebook-instance", notebook.name, at);
    const allowed = from.join(", ");
    throw validation(
      `Status (${notebook.status}) not in ([${allowed}]). Unable to transition to (${to}) for Notebook Instance (${arn})`,
    );
  }
  notebook.status = to;
  notebook.failure = null;
  notebook.until = at.ends(to === "Stopping" ? seconds.stop : seconds.start);
  return {};
}

export function notebookDues({ notebooks }: SageMakerState): (number | null)[] {
  return Object.values(notebooks).map(({ until }) => until);
}

export function finishNotebooks({ notebooks, shortages }: SageMakerState, at: number): void {
  for (const notebook of Object.values(notebooks)) {
    if (notebook.until === null || notebook.until > at) continue;
    notebook.until = null;
    const short = shortages[notebook.type] ?? 0;
    if (notebook.status === "Stopping") notebook.status = "Stopped";
    else if (short === 0) notebook.status = "InService";
    else {
      shortages[notebook.type] = short - 1;
      notebook.status = "Failed";
      notebook.failure = "Insufficient notebook instance capacity. Retry later or with a different instance type.";
    }
  }
}
