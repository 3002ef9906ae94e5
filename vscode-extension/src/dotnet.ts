import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";

/** The oldest major version of .NET that runs the server. */
export const oldestRuntime = 10;

/** A `dotnet` that can run the server. */
export interface Dotnet {
  readonly command: string;
  readonly runtime: string;
}

/** Where a `dotnet` is sought. */
export interface DotnetPlaces {
  /** The setting; empty where it is not set. */
  readonly setting: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Told of each place that was tried in vain, and why. */
  readonly log?: (line: string) => void;
}

/**
 * The first `dotnet` with a runtime that is new enough: of the setting, else of DOTNET_ROOT, else of PATH.
 * A setting that does not work is not passed over, so that nobody wonders which one is used.
 */
export async function findDotnet(places: DotnetPlaces): Promise<Dotnet | undefined> {
  for (const command of candidates(places)) {
    const runtime = await newestRuntime(command, places.environment);
    if (runtime !== undefined && major(runtime) >= oldestRuntime) {
      return { command, runtime };
    }
    places.log?.(`${command}: ${runtime === undefined ? "no runtime found" : `its newest runtime is ${runtime}`}`);
  }
  return undefined;
}

function candidates({ setting, environment }: DotnetPlaces): string[] {
  const name = process.platform === "win32" ? "dotnet.exe" : "dotnet";
  if (setting !== "") {
    return [setting];
  }
  const folders = [environment["DOTNET_ROOT"], ...(environment["PATH"] ?? "").split(path.delimiter)];
  const files = folders.filter((f): f is string => f !== undefined && f !== "").map((f) => path.join(f, name));
  return [...new Set(files)].filter((f) => existsSync(f));
}

function newestRuntime(command: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, ["--list-runtimes"], { env: environment, timeout: 20_000 }, (error, stdout) => {
      const versions = [...stdout.matchAll(/^Microsoft\.NETCore\.App (\S+)/gm)].map((m) => m[1] ?? "");
      resolve(error ? undefined : versions.sort((a, b) => major(a) - major(b)).at(-1));
    });
  });
}

function major(version: string): number {
  return Number.parseInt(version, 10);
}
