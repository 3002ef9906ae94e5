using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

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
        if (UsageMistake.Find(parsed) is { } mistake)
        {
            mistake.Write(session.Terminal.Error);
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
        OneOf(option, Formats);
        return option;
    }

    private Format FormatOf(ParseResult parsed) =>
        parsed.GetValue(format) is { } name ? (Format)Array.IndexOf(Formats, name) : Format.Human;

    // The library's own check speaks of arguments; this one names the option and what it takes.
    private static void OneOf(Option option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result => Check(result, $"`{option.Name}`", values));
    }

    private static void Check(SymbolResult result, string what, string[] values)
    {
        foreach (Token token in result.Tokens.Where(t => !values.Contains(t.Value)))
        {
            result.AddError($"{what} is {string.Join(", ", values[..^1])} or {values[^1]}, not `{token.Value}`");
        }
    }

    /// <summary>An option that takes a number from 1 on.</summary>
    public static Option<int> Count(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1)
            {
                return count;
            }

            result.AddError($"`{name}` takes a number from 1 on");
            return 0;
        },
    };

    /// <summary>`--param NAME=VALUE`, once for each.</summary>
    public static Option<string[]> Params()
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

    /// <summary>An option that may be given several times.</summary>
    public static Option<string[]> Many(string name, string value, string description) => new(name)
    {
        HelpName = value,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = name == "--events",
    };
}
