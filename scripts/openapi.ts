import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { problem } from "../server/contract/common";
import type { Endpoint } from "../server/contract/endpoint";
import { endpoints } from "../server/contract/endpoints";
import { sessionEndpoints } from "../server/contract/session";

/** Writes public/openapi.json from the endpoint descriptors. `--check` writes nothing and fails when it would change. */

const file = fileURLToPath(new URL("../public/openapi.json", import.meta.url));

type Json = Record<string, unknown>;

function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of Object.values({ ...endpoints, ...sessionEndpoints })) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Standby",
      version: "1",
      description:
        "Pause AWS environments and bring them back exactly. Make a token with: npm run --silent token -- create NAME",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: "stb_ and 36 characters" } },
      schemas: { Problem: schemaOf(problem, "output") },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const body = schemaOf(endpoint.body, "input");
  const takesBody = endpoint.method !== "GET" && !isEmpty(body);
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    ...(endpoint.permission === "public"
      ? { security: [] }
      : { description: `Needs the permission \`${endpoint.permission}\`.` }),
    parameters: [
      ...parameters(endpoint.params, "path"),
      ...parameters(endpoint.query, "query"),
      ...streamParameters(endpoint),
    ],
    ...(takesBody ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: {
      [endpoint.status]: success(endpoint),
      default: {
        description: "A problem document (RFC 9457); `code` is stable",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function success(endpoint: Endpoint): Json {
  if (endpoint.status === 204) return { description: "Done" };
  const schema = schemaOf(endpoint.response, "output");
  const type = endpoint.stream ? "text/event-stream" : "application/json";
  const description = endpoint.stream ? "Server-sent events; the schema is that of each event's data" : "Success";
  const location = endpoint.status !== 200 && !endpoint.path.includes("{") && "id" in propertiesOf(schema);
  return {
    description,
    ...(location
      ? { headers: { Location: { schema: { type: "string" }, description: "Where the new thing is" } } }
      : {}),
    content: {
      [type]: { schema },
      ...Object.fromEntries((endpoint.files ?? []).map((file) => [file, { schema: { type: "string" } }])),
    },
  };
}

function parameters(schema: z.ZodType, place: "path" | "query"): Json[] {
  const json = schemaOf(schema, "input");
  const required = Array.isArray(json.required) ? json.required : [];
  return Object.entries(propertiesOf(json)).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: field,
  }));
}

function streamParameters(endpoint: Endpoint): Json[] {
  if (!endpoint.stream) return [];
  const description = "Number of the last event that was seen; the stream goes on after it";
  return [
    { name: "Last-Event-ID", in: "header", required: false, description, schema: { type: "integer", minimum: 0 } },
  ];
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, "~standard": __, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  return json;
}

function propertiesOf(schema: Json): Json {
  return typeof schema.properties === "object" && schema.properties !== null ? (schema.properties as Json) : {};
}

function isEmpty(schema: Json): boolean {
  return schema.type === "object" && Object.keys(propertiesOf(schema)).length === 0;
}

const text = `${JSON.stringify(openApi(), null, 2)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error(
    "public/openapi.json is not what the contract gives. Run `node --import tsx scripts/openapi.ts` and commit it.",
  );
  process.exitCode = 1;
}
