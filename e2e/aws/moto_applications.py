"""Managed Flink and EMR Serverless for moto_plus.py.

gaps      Flink: applications are "STARTING" for ever and cannot be stopped, started or asked for snapshots; one that is not
          there is a 500; none tells its name, times are text, where the wire has numbers, and what is not set is null; the
          tagging API knows them by a name of moto's own. EMR Serverless: the jobs of an application that never had any are a 404; a new one
          is started already.
refusals  what AWS's states forbid: a stop of what does not run or has jobs, a start of what is not stopped, a restore of a
          notebook.
settle    STOPPING and STARTING.
"""
import json
from datetime import datetime

from moto.core.exceptions import JsonRESTError
from moto.emrserverless.exceptions import ValidationException
from moto.emrserverless.models import Application as EmrApplication, EMRServerlessBackend
from moto.kinesisanalyticsv2.models import Application as FlinkApplication, KinesisAnalyticsV2Backend, kinesisanalyticsv2_backends
from moto.kinesisanalyticsv2.responses import KinesisAnalyticsV2Response
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
from moto_plus import refuse, settle, wrap


# ------------------------------------------------------------------ Flink
def _flink_error(name, text):
    return JsonRESTError(name, text)


@wrap(FlinkApplication, "__init__")
def flink_new(original, self, *a, **k):
    original(self, *a, **k)
    self.application_status, self.snapshots, self.run = "READY", [], None


def _told(value):
    if isinstance(value, dict):
        return {k: datetime.fromisoformat(v).timestamp() if k.endswith("Timestamp") else _told(v) for k, v in value.items() if v is not None}
    return [_told(v) for v in value] if isinstance(value, list) else value


@wrap(KinesisAnalyticsV2Backend, "create_application")
def flink_create(original, self, *a, **k):
    return _told(original(self, *a, **k))


@wrap(KinesisAnalyticsV2Backend, "describe_application")
def flink_describe(original, self, application_name):
    run = _flink(self, application_name).run
    told = {"ApplicationName": application_name, **_told(original(self, application_name=application_name))}
    if run:
        told["ApplicationConfigurationDescription"] |= {"RunConfigurationDescription": run}
    return told


def _flink(backend, name):
    if name not in backend.applications:
        raise _flink_error("ResourceNotFoundException", f"Specified application can't be found: {name}.")
    return backend.applications[name]


def _turn(self, wanted, between, then):
    app = _flink(self.kinesisanalyticsv2_backend, self._get_param("ApplicationName"))
    refuse(app.application_status != wanted, _flink_error("ResourceInUseException", f"{app.application_name} is {app.application_status}, not {wanted}."))
    app.application_status = then
    settle(app, "application_status", between)
    return app


def _config(app):
    return app.app_config_description or {}


def flink_stop(self):
    app = _turn(self, "RUNNING", "STOPPING", "READY")
    if _config(app).get("ApplicationSnapshotConfigurationDescription", {}).get("SnapshotsEnabled") and not self._get_param("Force"):
        app.snapshots.append({"SnapshotName": f"system-{len(app.snapshots)}", "SnapshotStatus": "READY", "ApplicationVersionId": app.application_version_id, "SnapshotCreationTimestamp": datetime.now().timestamp()})
    return json.dumps({"OperationId": "stop"})


def flink_start(self):
    run = self._get_param("RunConfiguration") or {}
    restore, flink = run.get("ApplicationRestoreConfiguration"), run.get("FlinkRunConfiguration")
    asked = self.kinesisanalyticsv2_backend.applications.get(self._get_param("ApplicationName"))
    refuse(asked and asked.application_mode == "INTERACTIVE" and restore, _flink_error("InvalidArgumentException", "A notebook has no snapshots."))
    app = _turn(self, "READY", "STARTING", "RUNNING")
    if restore or flink:
        app.run = {"ApplicationRestoreConfigurationDescription": restore, "FlinkRunConfigurationDescription": flink}
    return json.dumps({"OperationId": "start"})


def flink_snapshots(self):
    app = _flink(self.kinesisanalyticsv2_backend, self._get_param("ApplicationName"))
    return json.dumps({"SnapshotSummaries": app.snapshots})


KinesisAnalyticsV2Response.stop_application = flink_stop
KinesisAnalyticsV2Response.start_application = flink_start
KinesisAnalyticsV2Response.list_application_snapshots = flink_snapshots


@wrap(ResourceGroupsTaggingAPIBackend, "_get_resources_generator")
def flink_tagged(original, self, tag_filters=None, resource_type_filters=None):
    yield from original(self, tag_filters=tag_filters, resource_type_filters=resource_type_filters)
    if {"kinesisanalytics", "kinesisanalytics:application"} & set(resource_type_filters or []):
        backend = kinesisanalyticsv2_backends[self.account_id][self.region_name]
        for app in backend.applications.values():
            yield {"ResourceARN": app.application_arn, "Tags": backend.list_tags_for_resource(app.application_arn)}


# ------------------------------------------------------------------ EMR Serverless
@wrap(EmrApplication, "__init__")
def emr_new(original, self, *a, **k):
    original(self, *a, **k)
    self.state = "CREATED"


@wrap(EMRServerlessBackend, "list_job_runs")
def emr_jobs(original, self, application_id, **k):
    self.job_runs.setdefault(self.get_application(application_id).id, [])
    return original(self, application_id=application_id, **k)


def _emr_turn(verb, wanted, between, final):
    @wrap(EMRServerlessBackend, verb)
    def f(original, self, application_id):
        app = self.get_application(application_id)
        state = ValidationException(f"Application {application_id} must be in one of the following statuses {wanted}. Current status: {app.state}")
        refuse(app.state not in wanted, state)
        open_runs = [run for run in self.job_runs.get(application_id, []) if run.state not in ("SUCCESS", "FAILED", "CANCELLED")]
        refuse(verb == "stop_application" and open_runs, ValidationException(f"Application {application_id} has active job runs."))
        original(self, application_id)
        app.state = final
        settle(app, "state", between)


_emr_turn("stop_application", ["STARTED"], "STOPPING", "STOPPED")
_emr_turn("start_application", ["CREATED", "STOPPED"], "STARTING", "STARTED")


@wrap(EMRServerlessBackend, "start_job_run")
def emr_run(original, self, *a, **k):
    run = original(self, *a, **k)
    run.state = "RUNNING"  # until somebody cancels it
    return run
