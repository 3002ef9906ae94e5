using System.CommandLine;
using System.CommandLine.Parsing;
using SegLang.Diagnostics;

namespace SegLang.Cli;

/// <summary>What is wrong with the words of a command line. Of several mistakes it is the one that others may follow from.</summary>
internal sealed record UsageMistake(string Message, string? Help, string Command)
{
    /// <summary>The mistake; null where there is none.</summary>
    public static UsageMistake? Find(ParseResult parsed)
    {
        string command = string.Join(' ', Names(parsed.CommandResult));
        return UnknownWord(parsed) is { } unknown ? unknown with { Command = command }
            : (Missing(parsed) ?? Misused(parsed) ?? parsed.Errors.Select(e => OneLine(e.Message)).FirstOrDefault()) is { } message
                ? new(message, null, command)
                : null;
    }

    /// <summary>Writes it, and where to read on.</summary>
    public void Write(TextWriter error)
    {
        error.WriteLine($"error: {Paint.Safe(Message)}");
        if (Help is not null)
        {
            error.WriteLine($"help: {Paint.Safe(Help)}");
        }

        error.WriteLine($"`seg {(Command.Length == 0 ? "" : Command + " ")}--help` says what is possible");
    }

    // A word that begins like an option is one that was mistyped, though it stands where a path may.
    private static UsageMistake? UnknownWord(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? word = command.Arguments.SelectMany(a => parsed.GetResult(a)?.Tokens ?? []).Select(t => t.Value)
            .FirstOrDefault(w => w.Length > 1 && w[0] == '-' && !Path.Exists(w)) ?? (parsed.UnmatchedTokens is [{ } first, ..] ? first : null);
        if (word is null)
        {
            return null;
        }

        bool isOption = word.StartsWith('-');
        string what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "place for";
        IEnumerable<string> known = isOption ? command.Options.Select(o => o.Name) : command.Subcommands.Select(c => c.Name);
        return new($"there is no {what} `{word}`", Suggestions.DidYouMean(word, known), "");
    }

    private static string? Missing(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        if (command.Subcommands.Count > 0)
        {
            return "say which command";
        }

        Argument? argument = command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && !a.HasDefaultValue && Given(parsed.GetResult(a)) == 0);
        Option? option = Options(parsed).FirstOrDefault(o => o.Arity.MinimumNumberOfValues > Given(parsed.GetResult(o)));
        return argument is not null ? $"`seg {command.Name}` needs {argument.Name}"
            : option is not null ? $"`{option.Name}` needs a value"
            : null;
    }

    private static string? Misused(ParseResult parsed)
    {
        if (Options(parsed).FirstOrDefault(o => Given(parsed.GetResult(o)) > o.Arity.MaximumNumberOfValues) is { } twice)
        {
            return $"`{twice.Name}` is given more than once";
        }

        Symbol? empty = Options(parsed).Concat<Symbol>(parsed.CommandResult.Command.Arguments)
            .FirstOrDefault(s => parsed.GetResult(s)?.Tokens.Any(t => t.Value.Length == 0) == true);
        return empty is null ? null : $"`{empty.Name}` is empty";
    }

    private static IEnumerable<Option> Options(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Where(o => parsed.GetResult(o) is { Implicit: false });

    private static int Given(SymbolResult? result) => result?.Tokens.Count ?? 0;

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)['\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.');

    private static Stack<string> Names(CommandResult innermost)
    {
        Stack<string> names = new();
        for (CommandResult at = innermost; at.Parent is CommandResult parent; at = parent)
        {
            names.Push(at.Command.Name);
        }

        return names;
    }
}
