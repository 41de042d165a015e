import { endpoints } from "@/server/contract/endpoints";
import { holdFile } from "@/server/http/hold-file";
import { methodNotAllowed, route } from "@/server/http/route";

export const GET = route(endpoints.getHold, holdFile);
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
