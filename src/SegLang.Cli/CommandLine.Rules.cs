using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SegLang.Cli;

/// <summary>The commands that need rules alone, or nothing.</summary>
internal sealed partial class CommandLine
{
    private Command Check()
    {
        Argument<string> path = PathArgument();
        Option<bool> costs = new("--costs") { Description = "Say what each rule makes a stream keep of a profile's events." };
        Command command = new("check", "Finds mistakes in rules.") { path, costs };
        command.SetAction(parsed => CheckCommand.Run(session, parsed.GetRequiredValue(path), parsed.GetValue(costs), FormatOf(parsed)));
        return command;
    }

    private Command Fmt()
    {
        Argument<string> path = PathArgument();
        Option<bool> check = new("--check") { Description = "Change nothing; name the files that would change and exit with 1." };
        Command command = new("fmt", "Lays rules out in the one canonical way.") { path, check };
        command.SetAction(parsed => FormatCommand.Run(
            session, parsed.GetRequiredValue(path), parsed.GetValue(check), FormatOf(parsed)));
        return command;
    }

    private Command Test()
    {
        Argument<string> path = PathArgument();
        Option<string?> filter = new("--filter") { HelpName = "NAME", Description = "Only tests whose name contains this, or matches it where it has `*` or `?`." };
        Option<string?> engine = new("--engine") { Description = "The engine: reference, il, stream or all; without it reference and il." };
        OneOf(engine, "reference", "il", "stream", "all");
        Option<bool> coverage = new("--coverage") { Description = "Show what no test has shown." };
        Option<double?> threshold = new("--threshold")
        {
            HelpName = "P",
            Description = "Fail when the coverage is below this many percent.",
            CustomParser = Percent,
        };
        Option<string[]> parameters = Params();
        Command command = new("test", "Runs the tests of the rules, in two engines unless said otherwise.") { path, filter, engine, coverage, threshold, parameters };
        command.SetAction(parsed => TestCommand.Run(session, new TestOptions(
            parsed.GetRequiredValue(path),
            parsed.GetValue(filter),
            parsed.GetValue(engine),
            parsed.GetValue(coverage),
            parsed.GetValue(threshold),
            parsed.GetValue(parameters) ?? [],
            FormatOf(parsed))));
        return command;
    }

    private Command Build()
    {
        Argument<string[]> paths = new("PATH")
        {
            Description = "A `.seg` file, several, or a folder of them.",
            DefaultValueFactory = _ => ["."],
        };
        Option<string?> output = new("-o", "--out") { HelpName = "FILE.dll", Description = "Where the assembly goes." };
        Option<string?> csharp = new("--csharp") { HelpName = "FILE.g.cs", Description = "Write C# instead, to be compiled with an app." };
        Option<string> space = new("--namespace") { HelpName = "N", Description = "The namespace of that C#; none by default.", DefaultValueFactory = _ => "" };
        Option<string?> name = new("--class") { HelpName = "NAME", Description = "The class of that C#; `ShopRules` for the rule set `Shop` by default." };
        Option<bool> strict = new("--warnings-as-errors") { Description = "Warnings are errors: nothing is written where there is one." };
        Option<string[]> silent = Many("--no-warn", "CODES", "Warnings that are not told, such as SEG5001;SEG5002.");
        Command command = new("build", "Compiles rules to an assembly that needs SegLang.Runtime only, or to C#.")
        {
            paths, output, csharp, space, name, strict, silent,
        };
        command.SetAction(parsed => BuildCommand.Run(session, new BuildOptions(
            [.. parsed.GetValue(paths) ?? []],
            parsed.GetValue(output),
            parsed.GetValue(csharp),
            parsed.GetRequiredValue(space),
            parsed.GetValue(name),
            parsed.GetValue(strict),
            [.. (parsed.GetValue(silent) ?? []).SelectMany(c => c.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            FormatOf(parsed))));
        return command;
    }

    private Command Explain()
    {
        Argument<string> code = new("CODE") { Description = "A code such as SEG2001." };
        Command command = new("explain", "Explains a diagnostic.") { code };
        command.SetAction(parsed => ExplainCommand.Run(session, parsed.GetRequiredValue(code)));
        return command;
    }

    private Command New()
    {
        Argument<string> folder = new("DIR") { Description = "A folder that is empty or not there yet." };
        Command command = new("new", "Makes a small working rule set with data.") { folder };
        command.SetAction(parsed => NewCommand.Run(session, parsed.GetRequiredValue(folder)));
        return command;
    }

    private Command Lsp()
    {
        Option<bool> stdio = new("--stdio") { Description = "Talk over stdin and stdout, which is the only way." };
        Option<int?> client = new("--clientProcessId") { HelpName = "ID", Description = "The editor's process: the server ends with it." };
        Command command = new("lsp", "The language server for editors, over stdin and stdout.") { stdio, client };
        command.SetAction(parsed => LspCommand.Run(session, parsed.GetValue(client)));
        return command;
    }

    private Command Version()
    {
        Command command = new("version", "Shows the version.");
        command.SetAction(_ => VersionCommand.Run(session));
        return command;
    }

    private Command Completion()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.CompletionSources.Add("bash", "zsh", "fish", "pwsh");
        shell.Validators.Add(result => Check(result, "a shell", ["bash", "zsh", "fish", "pwsh"]));
        Command command = new("completion", "Prints a completion script for a shell.") { shell };
        command.SetAction(parsed => CompletionCommand.Run(session, Root(), parsed.GetRequiredValue(shell)));
        return command;
    }

    private static double? Percent(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) && percent is >= 0 and <= 100)
        {
            return percent;
        }

        result.AddError("`--threshold` takes a share from 0 to 100");
        return null;
    }
}
