import type { ListTagsCommandInput, ListTagsCommandOutput } from "@aws-sdk/client-sagemaker";
import { defineCorner, type Tagged } from "./corner";
import { type Answer, type Moment, read } from "./operation";
import { appCommands, appDues, appPath, finishApps } from "./sagemaker-apps";
import { endpointCommands, endpointDues, finishEndpoints, scaledVariants } from "./sagemaker-endpoints";
import { finishMlflow, mlflowCommands, mlflowDues, trackingServersOf } from "./sagemaker-mlflow";
import { finishNotebooks, notebookCommands, notebookDues } from "./sagemaker-notebooks";
import { arnOf, empty, name, type SageMakerState, stateAt, validation } from "./sagemaker-state";
import { trainingCommands, trainingJobsAt } from "./sagemaker-training";
import { seedSageMaker } from "./seed-sagemaker";
import { tagList } from "./tags";

/** SageMaker: endpoints with their configurations and models, notebooks, Studio's apps, training jobs and MLflow. */
export const sagemaker = defineCorner<SageMakerState>({
  name,
  empty,
  services: {
    sagemaker: {
      ...endpointCommands,
      ...notebookCommands,
      ...appCommands,
      ...trainingCommands,
      ...mlflowCommands,
      ListTags: read(listTags),
    },
  },
  seed: seedSageMaker,
  dues: (state) => [...endpointDues(state), ...notebookDues(state), ...appDues(state), ...mlflowDues(state)],
  finish(state, at) {
    finishEndpoints(state, at);
    finishNotebooks(state, at);
    finishApps(state, at);
    finishMlflow(state, at);
  },
  tagged: (_state, at) => taggedAt(at),
  scaled: scaledVariants,
});

function taggedAt(at: Moment): Tagged[] {
  const { endpoints, notebooks, apps } = stateAt(at);
  const as = (type: string, id: string, { tags }: Pick<Tagged, "tags">): Tagged => {
    return { type: `sagemaker:${type}`, arn: arnOf(type, id, at), tags };
  };
  return [
    ...Object.values(endpoints).map((one) => as("endpoint", one.name, one)),
    ...Object.values(notebooks).map((one) => as("notebook-instance", one.name, one)),
    ...Object.values(apps).map((one) => as("app", appPath(one), one)),
    ...trainingJobsAt(at).map((one) => as("training-job", one.name, one)),
    ...trackingServersOf(stateAt(at)).map((one) => as("mlflow-tracking-server", one.name, one)),
  ];
}

function listTags({ ResourceArn }: ListTagsCommandInput, at: Moment): Answer<ListTagsCommandOutput> {
  const found = taggedAt(at).find(({ arn }) => arn === ResourceArn);
  if (!found) throw validation(`Could not find resource "${ResourceArn}".`);
  return { Tags: tagList(found.tags) };
}
