import { endpoints } from "@/server/contract/endpoints";
import { reportFile } from "@/server/http/report";
import { fileRoute, methodNotAllowed } from "@/server/http/route";

export const GET = fileRoute(endpoints.reportOperation, reportFile);
export const { POST, PUT, PATCH, DELETE } = methodNotAllowed("GET");
