using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>The commands, their arguments and options; what they do is in Commands/.</summary>
internal sealed partial class CommandLine(Session session)
{
    private static readonly string[] Formats = ["human", "compact", "json", "sarif", "junit", "github", "msbuild"];

    private readonly Option<string> format = FormatOption();

    /// <summary>Runs what the arguments ask for; the result is the process's exit code.</summary>
    public int Invoke(string[] arguments)
    {
        ParseResult parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            ReportUsage(parsed);
            return ExitCode.Usage;
        }

        InvocationConfiguration configuration = new()
        {
            Output = session.Terminal.Out,
            Error = session.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return parsed.Invoke(configuration);
    }

    // A word that means nothing is the mistake; that something is missing too follows from it.
    private void ReportUsage(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string word = parsed.UnmatchedTokens[0];
            IEnumerable<string> known = word.StartsWith('-') ? command.Options.Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
            string? help = Suggestions.DidYouMean(word, known);
            string what = word.StartsWith('-') ? "option" : command.Subcommands.Count > 0 ? "command" : "place for";
            session.Terminal.Error.WriteLine($"error: there is no {what} `{Paint.Safe(word)}`");
            session.Terminal.Error.Write(help is null ? "" : $"help: {help}\n");
        }
        else
        {
            foreach (var error in parsed.Errors)
            {
                string message = string.Join(' ', error.Message.Split((char[]?)['\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
                session.Terminal.Error.WriteLine($"error: {Paint.Safe(message.TrimEnd('.'))}");
            }
        }

        string path = string.Join(' ', Path(parsed));
        session.Terminal.Error.WriteLine($"`seg {(path.Length == 0 ? "" : path + " ")}--help` says what is possible");
    }

    private static Option<int> Threads()
    {
        Option<int> threads = new("--threads") { Description = "How many threads to use; all cores by default." };
        threads.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out int count) && count < 1)
            {
                result.AddError("`--threads` takes a number from 1 on");
            }
        });
        return threads;
    }

    /// <summary>The whole tree of commands.</summary>
    public RootCommand Root()
    {
        // Before the command it means the same as after it.
        RootCommand root = new("Checks, formats, tests and runs SegLang rules.") { format };
        foreach (Command command in (Command[])
            [
                Check(), Fmt(), Test(), Run(), Replay(), Graph(), Build(), Explain(), Schema(), New(), Lsp(), Version(), Completion(),
            ])
        {
            // `graph` has a `--format` of its own, `lsp` has findings in the protocol's.
            if (command.Name != "lsp" && !command.Options.Any(o => o.Name == format.Name))
            {
                command.Add(format);
            }

            root.Add(command);
        }

        return root;
    }

    private static Stack<string> Path(ParseResult parsed)
    {
        Stack<string> names = new();
        for (var at = parsed.CommandResult; at.Parent is System.CommandLine.Parsing.CommandResult parent; at = parent)
        {
            names.Push(at.Command.Name);
        }

        return names;
    }

    private static Argument<string> PathArgument() => new("PATH")
    {
        Description = "A `.seg` file or a folder of them.",
        DefaultValueFactory = _ => ".",
    };

    private static Option<string> FormatOption()
    {
        Option<string> option = new("--format")
        {
            Description = "How findings are written: human, compact, json, sarif, junit, github or msbuild.",
            HelpName = "FORMAT",
        };
        option.AcceptOnlyFromAmong(Formats);
        return option;
    }

    private Format FormatOf(ParseResult parsed) =>
        parsed.GetValue(format) is { } name ? (Format)Array.IndexOf(Formats, name) : Format.Human;

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
        Option<string?> filter = new("--filter") { Description = "Only tests whose name contains this, or matches it where it has `*` or `?`." };
        Option<string?> engine = new("--engine") { Description = "The engine: reference, il, stream or all; without it reference and il." };
        engine.AcceptOnlyFromAmong("reference", "il", "stream", "all");
        Option<bool> coverage = new("--coverage") { Description = "Show what no test has shown." };
        Option<double?> threshold = new("--threshold") { Description = "Fail when the coverage is below this many percent." };
        threshold.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double percent) && percent is < 0 or > 100)
            {
                result.AddError("`--threshold` takes a share from 0 to 100");
            }
        });
        Option<string[]> parameters = Params();
        Command command = new("test", "Runs the tests of the rules in both engines.") { path, filter, engine, coverage, threshold, parameters };
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

    private Command Run()
    {
        Argument<string> path = PathArgument();
        Option<string[]> profiles = Many("--profiles", "FILE", "The profiles: CSV, JSON Lines or SQLite (`file.db#table`), each also `.gz`.");
        Option<string[]> events = Many("--events", "NAME=FILE", "The events of a type.");
        Option<string[]> changes = Many("--changes", "FILE", "Changes of profile fields: key, time and the changed fields.");
        Option<string?> now = new("--now") { HelpName = "T|latest", Description = "The instant of evaluation; `latest` is the last event's. The clock by default." };
        Option<string[]> select = Many("--select", "A,B", "The results to write, in this order; all by default.");
        Option<string?> where = new("--where") { HelpName = "SEGMENT", Description = "Only profiles in this segment." };
        Option<string?> output = new("--out") { HelpName = "FILE", Description = "Where to write: CSV, or `.jsonl`, or `.db`, `.sqlite` by name." };
        Option<string> engine = new("--engine") { Description = "The engine: il or reference.", DefaultValueFactory = _ => "il" };
        engine.AcceptOnlyFromAmong("il", "reference");
        Option<bool> summary = new("--summary") { Description = "Show members and shares instead of rows." };
        Option<string?> rejects = new("--rejects") { HelpName = "FILE", Description = "List the rows that were not taken, with the reason." };
        Option<bool> strict = new("--strict") { Description = "Fail when a row is not taken." };
        Option<string?> delimiter = new("--delimiter") { HelpName = "C", Description = "The delimiter of CSV; found by the header row otherwise." };
        Option<int> threads = Threads();
        Option<string[]> parameters = Params();
        Command command = new("run", "Evaluates every profile; one row per profile.")
        {
            path, profiles, events, changes, now, select, where, output, engine, summary, rejects, strict, delimiter, threads, parameters,
        };
        command.SetAction(parsed => RunCommand.Run(session, new RunOptions(
            parsed.GetRequiredValue(path),
            [.. parsed.GetValue(profiles) ?? []],
            [.. parsed.GetValue(events) ?? []],
            [.. parsed.GetValue(changes) ?? []],
            parsed.GetValue(now),
            [.. parsed.GetValue(select) ?? []],
            parsed.GetValue(where),
            parsed.GetValue(output),
            parsed.GetRequiredValue(engine),
            parsed.GetValue(summary),
            parsed.GetValue(rejects),
            parsed.GetValue(strict),
            parsed.GetValue(delimiter),
            parsed.GetValue(threads),
            [.. parsed.GetValue(parameters) ?? []],
            FormatOf(parsed))));
        return command;
    }

    private Command Graph()
    {
        Argument<string?> path = new("PATH") { Description = "A `.seg` file or a folder of them.", Arity = ArgumentArity.ZeroOrOne };
        Argument<string?> journey = new("JOURNEY") { Description = "The journey; not needed where there is one.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> form = new("--format")
        {
            HelpName = "FORMAT",
            Description = "How the diagram is written: mermaid, dot or svg; by the name of the file otherwise.",
        };
        form.AcceptOnlyFromAmong(GraphCommand.Formats);
        Option<string?> output = new("-o", "--out") { HelpName = "FILE", Description = "Where the diagram goes; stdout by default." };
        Option<bool> counts = new("--counts") { Description = "Show how many went which way and how long it took; data that is named here is counted too." };
        Option<string[]> profiles = Many("--profiles", "FILE", "The profiles: CSV, JSON Lines or SQLite (`file.db#table`), each also `.gz`.");
        Option<string[]> events = Many("--events", "NAME=FILE", "The events of a type.");
        Option<string[]> changes = Many("--changes", "FILE", "Changes of profile fields: key, time and the changed fields.");
        Option<string?> now = new("--now") { HelpName = "T|latest", Description = "The last instant that counts; `latest` is the last event's. The clock by default." };
        Option<string?> delimiter = new("--delimiter") { HelpName = "C", Description = "The delimiter of CSV; found by the header row otherwise." };
        Option<string[]> parameters = Params();
        Command command = new("graph", "Draws a journey.")
        {
            path, journey, form, output, counts, profiles, events, changes, now, delimiter, parameters,
        };
        command.SetAction(parsed =>
        {
            (string rules, string? name) = GraphCommand.Understand(parsed.GetValue(path), parsed.GetValue(journey));
            RunOptions run = new(
                rules,
                [.. parsed.GetValue(profiles) ?? []],
                [.. parsed.GetValue(events) ?? []],
                [.. parsed.GetValue(changes) ?? []],
                parsed.GetValue(now),
                [],
                null,
                null,
                "il",
                false,
                null,
                false,
                parsed.GetValue(delimiter),
                0,
                [.. parsed.GetValue(parameters) ?? []],
                Format.Human);
            return GraphCommand.Run(session, new GraphOptions(run, name, parsed.GetValue(form), parsed.GetValue(output), parsed.GetValue(counts)));
        });
        return command;
    }

    private Command Replay()
    {
        Argument<string> path = PathArgument();
        Option<string[]> profiles = Many("--profiles", "FILE", "The profiles: CSV, JSON Lines or SQLite (`file.db#table`), each also `.gz`.");
        Option<string[]> events = Many("--events", "NAME=FILE", "The events of a type.");
        Option<string[]> changes = Many("--changes", "FILE", "Changes of profile fields: key, time and the changed fields.");
        Option<string?> from = new("--from") { HelpName = "T", Description = "Profiles begin no later, and the log starts here." };
        Option<string?> until = new("--until") { HelpName = "T", Description = "The last instant; that of the last input by default." };
        Option<string[]> select = Many("--select", "A,B", "The segments, classes, journeys and actions to tell of; all by default.");
        Option<string?> output = new("--out") { HelpName = "FILE", Description = "Where to write: CSV, or `.jsonl` by name." };
        Option<string?> checkpoint = new("--checkpoint") { HelpName = "DIR", Description = "Store how far it came, and go on from there." };
        Option<int> every = new("--checkpoint-every") { HelpName = "N", Description = "Store it after so many inputs.", DefaultValueFactory = _ => 20_000 };
        Option<string[]> forget = Many("--forget", "JOURNEY.STAGE", "Let go of profiles in a stage, or a journey, that the rules no longer have.");
        Option<string?> rejects = new("--rejects") { HelpName = "FILE", Description = "List the rows that were not taken, with the reason." };
        Option<bool> strict = new("--strict") { Description = "Fail when a row is not taken." };
        Option<string?> delimiter = new("--delimiter") { HelpName = "C", Description = "The delimiter of CSV; found by the header row otherwise." };
        Option<int> threads = Threads();
        Option<string[]> parameters = Params();
        Command command = new("replay", "Streams events and field changes in order of time and writes the log of what changes.")
        {
            path, profiles, events, changes, from, until, select, output, checkpoint, every, forget, rejects, strict, delimiter, threads, parameters,
        };
        command.SetAction(parsed => ReplayCommand.Run(session, new ReplayFlags(
            new RunOptions(
                parsed.GetRequiredValue(path),
                [.. parsed.GetValue(profiles) ?? []],
                [.. parsed.GetValue(events) ?? []],
                [.. parsed.GetValue(changes) ?? []],
                null,
                [.. parsed.GetValue(select) ?? []],
                null,
                parsed.GetValue(output),
                "stream",
                false,
                parsed.GetValue(rejects),
                parsed.GetValue(strict),
                parsed.GetValue(delimiter),
                parsed.GetValue(threads),
                [.. parsed.GetValue(parameters) ?? []],
                FormatOf(parsed)),
            parsed.GetValue(from),
            parsed.GetValue(until),
            parsed.GetValue(checkpoint),
            parsed.GetValue(every),
            [.. parsed.GetValue(forget) ?? []])));
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

    private Command Schema()
    {
        Argument<string[]> files = new("FILE") { Description = "Data files, or NAME=FILE for an event's name.", Arity = ArgumentArity.OneOrMore };
        Option<string?> output = new("-o", "--out") { HelpName = "FILE.seg", Description = "Where the declarations go; stdout by default." };
        Option<string?> delimiter = new("--delimiter") { HelpName = "C", Description = "The delimiter of CSV; found by the header row otherwise." };
        Command command = new("schema", "Writes profile and event declarations from data.") { files, output, delimiter };
        command.SetAction(parsed => SchemaCommand.Run(
            session, parsed.GetRequiredValue(files), parsed.GetValue(output), parsed.GetValue(delimiter), FormatOf(parsed)));
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
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Command command = new("completion", "Prints a completion script for a shell.") { shell };
        command.SetAction(parsed => CompletionCommand.Run(session, Root(), parsed.GetRequiredValue(shell)));
        return command;
    }

    private static Option<string[]> Params()
    {
        Option<string[]> option = Many("--param", "NAME=VALUE", "A value for a param.");
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"`--param` takes NAME=VALUE, not `{token.Value}`");
            }
        });
        return option;
    }

    private static Option<string[]> Many(string name, string value, string description) => new(name)
    {
        HelpName = value,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = name == "--events",
    };
}
