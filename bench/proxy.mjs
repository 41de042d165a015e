#!/usr/bin/env node
import fs from "node:fs";
import http from "node:http";
import { parseArgs } from "node:util";

/**
 * A counting proxy in front of a fake AWS that adds latency and, when asked, AWS's documented token buckets.
 *
 *   node proxy.mjs --listen 5701 --target http://127.0.0.1:5601 [--latency 60-120] [--seed 1] [--limits limits.json]
 *
 * Latency is drawn evenly (seeded) for each call and spent before the call is forwarded.
 *   GET  /__stats   calls by "service:Operation" and by status, most in flight, throttled; acting: from when to when
 *                   (milliseconds) calls that change something were under way
 *   POST /__reset   counters to zero, buckets full
 *   POST /__config  {"replay": true}: an answer that was given once to the same call comes from memory, so that the
 *                   fake AWS's own time is out of the measure. For reads only: a change would not be seen afterwards.
 * limits.json: {"ec2:StartInstances": {"burst": 5, "rate": 2, "unitsBurst": 1000, "unitsRate": 2}}, a bucket for each
 * region; "lambda:*" is one bucket for all operations of a service; units are the instances that one call names.
 */

const { values } = parseArgs({
  options: {
    listen: { type: "string", default: "5701" },
    target: { type: "string", default: "http://127.0.0.1:5601" },
    latency: { type: "string", default: "0-0" },
    seed: { type: "string", default: "1" },
    limits: { type: "string" },
  },
});
const target = new URL(values.target);
if (!["127.0.0.1", "localhost"].includes(target.hostname)) throw new Error("The target must be on this machine");
const [fastest, slowest] = values.latency.split("-").map(Number);
const limits = values.limits ? JSON.parse(fs.readFileSync(values.limits, "utf8")) : {};
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const memory = new Map();
let replay = false;
let stats;
let buckets;

function reset() {
  buckets = new Map();
  stats = { calls: 0, throttled: 0, operations: {}, status: {}, inFlight: 0, peakInFlight: 0, acting: null };
}
reset();

/** Mulberry32: the same seed gives the same latencies. */
let state = Number(values.seed) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** Lambda's REST calls carry no operation name: method and path say it. */
const lambdaCalls = [
  [/^GET \/2015-03-31\/functions\/?$/, "ListFunctions"],
  [/^GET \/2015-03-31\/functions\/[^/]+\/?$/, "GetFunction"],
  [/^GET .*\/functions\/[^/]+\/concurrency$/, "GetFunctionConcurrency"],
  [/^PUT .*\/functions\/[^/]+\/concurrency$/, "PutFunctionConcurrency"],
  [/^DELETE .*\/functions\/[^/]+\/concurrency$/, "DeleteFunctionConcurrency"],
  [/^GET .*\/functions\/[^/]+\/provisioned-concurrency$/, "ListProvisionedConcurrencyConfigs"],
  [/^GET .*\/functions\/[^/]+\/configuration$/, "GetFunctionConfiguration"],
  [/^GET .*\/event-source-mappings\/?$/, "ListEventSourceMappings"],
  [/^GET \/2017-03-31\/tags\//, "ListTags"],
];

/** Which call it is, by the protocol that the service speaks. */
function identify(request, body) {
  const scope = /Credential=[^/]*\/\d{8}\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "");
  const region = scope?.[1] ?? "-";
  const service = scope?.[2] === "monitoring" ? "cloudwatch" : (scope?.[2] ?? "-");
  const path = request.url.split("?")[0];
  const cbor = /\/operation\/([A-Za-z]+)$/.exec(path);
  if (cbor) return { service, region, operation: cbor[1], protocol: "cbor", units: 1 };
  const json = request.headers["x-amz-target"];
  if (json) return { service, region, operation: json.split(".").pop(), protocol: "json", units: 1 };
  if ((request.headers["content-type"] ?? "").includes("x-www-form-urlencoded")) {
    const form = body.toString("latin1");
    const operation = /(?:^|&)Action=([A-Za-z]+)/.exec(form)?.[1] ?? "?";
    const units = Math.max(1, (form.match(/(?:^|&)InstanceId\.\d+=/g) ?? []).length);
    return { service, region, operation, protocol: service === "ec2" ? "ec2" : "query", units };
  }
  const known = lambdaCalls.find(([pattern]) => pattern.test(`${request.method} ${path}`));
  return { service, region, operation: known?.[1] ?? `${request.method} ${path}`, protocol: "rest", units: 1 };
}

function take(key, burst, rate, amount) {
  const now = Date.now() / 1000;
  const bucket = buckets.get(key) ?? { level: burst, at: now };
  bucket.level = Math.min(burst, bucket.level + (now - bucket.at) * rate);
  bucket.at = now;
  buckets.set(key, bucket);
  if (bucket.level < amount) return false;
  bucket.level -= amount;
  return true;
}

function isAllowed({ service, operation, region, units }) {
  const name = [`${service}:${operation}`, `${service}:*`].find((one) => limits[one]);
  if (!name) return true;
  const limit = limits[name];
  if (!take(`${region} ${name}`, limit.burst, limit.rate, 1)) return false;
  return limit.unitsBurst ? take(`${region} ${name} units`, limit.unitsBurst, limit.unitsRate, units) : true;
}

const refusals = {
  ec2: () => [
    503,
    "text/xml",
    xml("RequestLimitExceeded", "Response><Errors", "Errors><RequestID>proxy</RequestID></Response"),
  ],
  query: () => [400, "text/xml", xml("Throttling", "ErrorResponse", "ErrorResponse")],
  cbor: () => [
    400,
    "application/cbor",
    Buffer.concat([
      Buffer.from([0xa2]),
      ...["__type", "ThrottlingException", "message", "Rate exceeded"].map(cborText),
    ]),
  ],
  rest: () => [
    429,
    "application/json",
    JSON.stringify({ message: "Rate exceeded", Reason: "CallerRateLimitExceeded" }),
  ],
  json: () => [
    400,
    "application/x-amz-json-1.1",
    JSON.stringify({ __type: "ThrottlingException", message: "Rate exceeded" }),
  ],
};

function xml(code, open, close) {
  return `<?xml version="1.0"?><${open}><Error><Code>${code}</Code><Message>Rate exceeded</Message></Error></${close}>`;
}

function cborText(text) {
  const head = text.length < 24 ? [0x60 + text.length] : [0x78, text.length];
  return Buffer.concat([Buffer.from(head), Buffer.from(text)]);
}

function throttle(response, { protocol }) {
  const [status, type, body] = refusals[protocol]();
  const extra = {
    ...(protocol === "rest" && { "x-amzn-errortype": "TooManyRequestsException" }),
    ...(protocol === "cbor" && {
      "smithy-protocol": "rpc-v2-cbor",
      "x-amzn-query-error": "ThrottlingException;Sender",
    }),
  };
  response.writeHead(status, { "content-type": type, ...extra });
  response.end(body);
}

function forward(request, body, response, remember) {
  const headers = { ...request.headers, connection: "keep-alive" };
  const options = {
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers,
    agent,
  };
  const upstream = http.request(options, (answer) => {
    count(stats.status, answer.statusCode);
    const { connection: _, "transfer-encoding": __, ...kept } = answer.headers;
    response.writeHead(answer.statusCode, kept);
    answer.pipe(response);
    if (!remember) return;
    const chunks = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("end", () => {
      if (answer.statusCode < 300) remember({ status: answer.statusCode, headers: kept, body: Buffer.concat(chunks) });
    });
  });
  upstream.on("error", (error) => {
    count(stats.status, "unreachable");
    response.writeHead(502);
    response.end(String(error));
  });
  upstream.end(body);
}

function count(counts, key) {
  counts[key] = (counts[key] ?? 0) + 1;
}

function control(path, body, response) {
  if (path === "/__reset") reset();
  if (path === "/__config") ({ replay } = JSON.parse(body.toString()));
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(stats));
}

function serve(request, body, response) {
  const call = identify(request, body);
  const allowed = isAllowed(call);
  const mine = stats;
  mine.calls += 1;
  count(mine.operations, `${call.service}:${call.operation}`);
  mine.inFlight += 1;
  mine.peakInFlight = Math.max(mine.peakInFlight, mine.inFlight);
  const startedAt = performance.now();
  const changes = !/^(Describe|List|Get|BatchGet|Simulate)/.test(call.operation);
  if (changes) mine.acting ??= { from: startedAt, to: startedAt };
  response.on("close", () => {
    mine.inFlight -= 1;
    if (changes) mine.acting.to = performance.now();
  });
  const key = [call.region, call.service, call.operation, request.method, request.url, body.toString("latin1")].join(
    "|",
  );
  setTimeout(
    () => {
      if (!allowed) {
        mine.throttled += 1;
        return throttle(response, call);
      }
      const known = replay ? memory.get(key) : undefined;
      if (!known) return forward(request, body, response, replay && ((answer) => memory.set(key, answer)));
      response.writeHead(known.status, known.headers);
      response.end(known.body);
    },
    fastest + random() * (slowest - fastest),
  );
}

const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (request.url.startsWith("/__")) control(request.url, body, response);
    else serve(request, body, response);
  });
});
server.listen(Number(values.listen), "127.0.0.1");
