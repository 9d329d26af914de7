// Validates pages for as long as it is asked: one line of JSON with a page's path in, its faults out.
// The validator takes a second to load; a test asks for dozens of pages.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const [settings] = process.argv.slice(2);
const validator = new HtmlValidate(
  new StaticConfigLoader(JSON.parse(readFileSync(settings, "utf-8"))),
);

for await (const line of createInterface({ input: process.stdin })) {
  const report = await validator.validateString(readFileSync(JSON.parse(line), "utf-8"));
  const messages = report.results.flatMap((result) => result.messages);
  const faults = messages.map((message) => `${message.line}: ${message.message}`);
  process.stdout.write(`${JSON.stringify(faults)}\n`);
}
