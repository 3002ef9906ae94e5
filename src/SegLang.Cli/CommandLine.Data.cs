using System.CommandLine;

namespace SegLang.Cli;

/// <summary>The commands that read data.</summary>
internal sealed partial class CommandLine
{
    private Command Run()
    {
        Argument<string> path = PathArgument();
        DataFlags data = new();
        Option<string?> now = new("--now") { HelpName = "T|latest", Description = "The instant of evaluation; `latest` is the last event's. The clock by default." };
        Option<string[]> select = Many("--select", "A,B", "The results to write, in this order; all by default.");
        Option<string?> where = new("--where") { HelpName = "SEGMENT", Description = "Only profiles in this segment." };
        Option<string?> output = new("--out") { HelpName = "FILE", Description = "Where to write: CSV, or `.jsonl`, or `.db`, `.sqlite` by name." };
        Option<string> engine = new("--engine") { Description = "The engine: il or reference.", DefaultValueFactory = _ => "il" };
        OneOf(engine, "il", "reference");
        Option<bool> summary = new("--summary") { Description = "Show members and shares instead of rows." };
        Command command = new("run", "Evaluates every profile; one row per profile.")
        {
            path, data.Profiles, data.Events, data.Changes, now, select, where, output, engine, summary,
            data.Rejects, data.Strict, data.Delimiter, data.Threads, data.Params,
        };
        command.SetAction(parsed => RunCommand.Run(session, data.Read(parsed, parsed.GetRequiredValue(path), FormatOf(parsed)) with
        {
            Now = parsed.GetValue(now),
            Select = [.. parsed.GetValue(select) ?? []],
            Where = parsed.GetValue(where),
            Out = parsed.GetValue(output),
            Engine = parsed.GetRequiredValue(engine),
            Summary = parsed.GetValue(summary),
        }));
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
        OneOf(form, GraphCommand.Formats);
        Option<string?> output = new("-o", "--out") { HelpName = "FILE", Description = "Where the diagram goes; stdout by default." };
        Option<bool> counts = new("--counts") { Description = "Show how many went which way and how long it took; data that is named here is counted too." };
        DataFlags data = new();
        Option<string?> now = new("--now") { HelpName = "T|latest", Description = "The last instant that counts; `latest` is the last event's. The clock by default." };
        Command command = new("graph", "Draws a journey.")
        {
            path, journey, form, output, counts, data.Profiles, data.Events, data.Changes, now, data.Delimiter, data.Params,
        };
        command.SetAction(parsed =>
        {
            (string rules, string? name) = GraphCommand.Understand(parsed.GetValue(path), parsed.GetValue(journey));
            RunOptions run = data.Read(parsed, rules, Format.Human) with { Now = parsed.GetValue(now) };
            return GraphCommand.Run(session, new GraphOptions(run, name, parsed.GetValue(form), parsed.GetValue(output), parsed.GetValue(counts)));
        });
        return command;
    }

    private Command Replay()
    {
        Argument<string> path = PathArgument();
        DataFlags data = new();
        Option<string?> from = new("--from") { HelpName = "T", Description = "Profiles begin no later, and the log starts here." };
        Option<string?> until = new("--until") { HelpName = "T", Description = "The last instant; that of the last input by default." };
        Option<string[]> select = Many("--select", "A,B", "The segments, classes, journeys and actions to tell of; all by default.");
        Option<string?> output = new("--out") { HelpName = "FILE", Description = "Where to write: CSV, or `.jsonl` by name." };
        Option<string?> checkpoint = new("--checkpoint") { HelpName = "DIR", Description = "Store how far it came, and go on from there." };
        Option<int> every = Count("--checkpoint-every", "Store it after so many inputs.");
        every.DefaultValueFactory = _ => 20_000;
        Option<string[]> forget = Many("--forget", "JOURNEY.STAGE", "Let go of profiles in a stage, or a journey, that the rules no longer have.");
        Command command = new("replay", "Streams events and field changes in order of time and writes the log of what changes.")
        {
            path, data.Profiles, data.Events, data.Changes, from, until, select, output, checkpoint, every, forget,
            data.Rejects, data.Strict, data.Delimiter, data.Threads, data.Params,
        };
        command.SetAction(parsed => ReplayCommand.Run(session, new ReplayFlags(
            data.Read(parsed, parsed.GetRequiredValue(path), FormatOf(parsed)) with
            {
                Select = [.. parsed.GetValue(select) ?? []],
                Out = parsed.GetValue(output),
            },
            parsed.GetValue(from),
            parsed.GetValue(until),
            parsed.GetValue(checkpoint),
            parsed.GetValue(every),
            [.. parsed.GetValue(forget) ?? []])));
        return command;
    }

    private Command Schema()
    {
        Argument<string[]> files = new("FILE") { Description = "Data files, or NAME=FILE for an event's name.", Arity = ArgumentArity.OneOrMore };
        Option<string?> output = new("-o", "--out") { HelpName = "FILE.seg", Description = "Where the declarations go; stdout by default." };
        Option<string?> delimiter = new DataFlags().Delimiter;
        Command command = new("schema", "Writes profile and event declarations from data.") { files, output, delimiter };
        command.SetAction(parsed => SchemaCommand.Run(
            session, parsed.GetRequiredValue(files), parsed.GetValue(output), parsed.GetValue(delimiter), FormatOf(parsed)));
        return command;
    }
}
