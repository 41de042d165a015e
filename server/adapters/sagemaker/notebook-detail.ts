import {
  DescribeNotebookInstanceCommand,
  type DescribeNotebookInstanceOutput,
  ListNotebookInstancesCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { withTags } from "../listing";
import { readEach } from "../read-each";

/** What a SageMaker notebook instance is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();

/** All that a stop and a start leave as it was. Its address and its network interface are AWS's own matter. */
export const notebookConfiguration = z.strictObject({
  type: z.string(),
  volumeGb: z.number().nullable(),
  kmsKeyId: text,
  roleArn: text,
  subnet: text,
  securityGroups: z.array(z.string()),
  internet: text,
  ipAddressType: text,
  lifecycle: text,
  platform: text,
  rootAccess: text,
  metadataVersion: text,
  accelerators: z.array(z.string()),
  repository: text,
  repositories: z.array(z.string()),
});
export type NotebookConfiguration = z.infer<typeof notebookConfiguration>;

export const notebookDetail = z.strictObject({
  state: z.string(),
  failure: text,
  configuration: notebookConfiguration,
});
export type NotebookDetail = z.infer<typeof notebookDetail>;
export type SeenNotebook = Observed<NotebookDetail>;

/** Notebooks that are read side by side. SageMaker publishes no limit for its Describe calls. */
const readAtOnce = 10;

/** The list names them only; each is described. */
export async function* discoverNotebooks(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenNotebook> {
  const found: Omit<SeenNotebook, "tags">[] = [];
  const described = readEach(only ?? notebookNames(aws), readAtOnce, (NotebookInstanceName) =>
    aws.read(SageMakerClient, new DescribeNotebookInstanceCommand({ NotebookInstanceName })),
  );
  for await (const notebook of described) found.push(observe(notebook));
  yield* await withTags(aws, "sagemaker:notebook-instance", found, only);
}

async function* notebookNames(aws: ReadDoor): AsyncGenerator<string> {
  const list = pages(
    (token) =>
      aws.read(
        SageMakerClient,
        new ListNotebookInstancesCommand({ MaxResults: 100, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { NotebookInstances = [] } of list) {
    yield* NotebookInstances.flatMap(({ NotebookInstanceName }) => NotebookInstanceName ?? []);
  }
}

function observe(notebook: DescribeNotebookInstanceOutput): Omit<SeenNotebook, "tags"> {
  const name = notebook.NotebookInstanceName ?? "";
  return {
    nativeId: name,
    arn: notebook.NotebookInstanceArn ?? "",
    name,
    type: notebook.InstanceType ?? "unknown",
    detail: {
      state: notebook.NotebookInstanceStatus ?? "unknown",
      failure: notebook.FailureReason || null,
      configuration: {
        type: notebook.InstanceType ?? "unknown",
        volumeGb: notebook.VolumeSizeInGB ?? null,
        kmsKeyId: notebook.KmsKeyId ?? null,
        roleArn: notebook.RoleArn ?? null,
        subnet: notebook.SubnetId ?? null,
        securityGroups: [...(notebook.SecurityGroups ?? [])].sort(),
        internet: notebook.DirectInternetAccess ?? null,
        ipAddressType: notebook.IpAddressType ?? null,
        lifecycle: notebook.NotebookInstanceLifecycleConfigName ?? null,
        platform: notebook.PlatformIdentifier ?? null,
        rootAccess: notebook.RootAccess ?? null,
        metadataVersion: notebook.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion ?? null,
        accelerators: [...(notebook.AcceleratorTypes ?? [])].sort(),
        repository: notebook.DefaultCodeRepository ?? null,
        repositories: [...(notebook.AdditionalCodeRepositories ?? [])].sort(),
      },
    },
  };
}
