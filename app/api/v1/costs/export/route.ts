import { endpoints } from "@/server/contract/endpoints";
import { costsFile } from "@/server/http/export";
import { fileRoute, methodNotAllowed } from "@/server/http/route";

export const GET = fileRoute(endpoints.exportCosts, costsFile);
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
