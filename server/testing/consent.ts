/**
 * The options with which kinds are paused that are off unless somebody asks: what a person accepts by saying them. The
 * suites pause every kind, so they say them.
 */
export const consent: Readonly<Record<string, object>> = {
  "ec2.natGateway": { newId: true },
  "elasticache.replicationGroup": { recreate: true },
  "kinesisanalytics.application": { loseState: true },
  "sagemaker.app": { recreate: true },
  "sagemaker.endpoint": { recreate: true },
  "scheduler.schedule": { oneTime: true },
};
