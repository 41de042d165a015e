import { type DescribedThing, labTags } from "./described-thing";

/** Applications and desktops that AWS runs. */
export const describedApps: readonly DescribedThing[] = [
  {
    at: "eu",
    type: "AWS::MWAA::Environment",
    id: "lab-airflow",
    arn: { property: "Arn", path: "airflow:@:environment/" },
    properties: {
      Name: "lab-airflow",
      EnvironmentClass: "mw1.small",
      AirflowVersion: "2.10.3",
      Schedulers: 2,
      MinWorkers: 1,
      MaxWorkers: 5,
      Tags: labTags,
    },
  },
];
