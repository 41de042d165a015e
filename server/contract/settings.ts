import type { z } from "zod";
import { settingsSchema } from "../core/settings";
import { none } from "./common";
import { defineEndpoint } from "./endpoint";

export type WireSettings = z.infer<typeof settingsSchema>;

export const getSettings = defineEndpoint({
  id: "getSettings",
  method: "GET",
  path: "/settings",
  summary: "How long an undo is free, how much one stop may take before a text has to be typed, and what is idle",
  permission: "settings:write",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: settingsSchema,
});

export const updateSettings = defineEndpoint({
  id: "updateSettings",
  method: "PATCH",
  path: "/settings",
  summary: "Change settings; what is not named stays",
  permission: "settings:write",
  params: none,
  query: none,
  body: settingsSchema.extend({ limits: settingsSchema.shape.limits.partial() }).partial(),
  status: 200,
  response: settingsSchema,
});
