using Microsoft.Extensions.Options;

namespace SegLang;

/// <summary>Says what is wrong with a stream's options, and how to mend it.</summary>
internal sealed class SegLangStreamOptionsCheck : IValidateOptions<SegLangStreamOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public ValidateOptionsResult Validate(string? name, SegLangStreamOptions options)
    {
        List<string> problems = [];
        Check(options.CheckpointEvery >= Shortest, $"`CheckpointEvery` is {options.CheckpointEvery}; give a span of at least 1 ms");
        Check(options.Tick >= Shortest, $"`Tick` is {options.Tick}; give a span of at least 1 ms, such as one second");
        Check(options.Capacity > 0, $"`Capacity` is {options.Capacity}; give how many inputs may wait, at least 1");
        Check(options.Lateness >= TimeSpan.Zero, $"`Lateness` is {options.Lateness}; give zero or more");
        Check(options.MaxLag > TimeSpan.Zero, $"`MaxLag` is {options.MaxLag}; give more than zero");
        Check(options.Threads >= 0, $"`Threads` is {options.Threads}; give 0 for all cores, or a number");
        Check(options.Checkpoint is null || options.Checkpoint.Trim().Length > 0, "`Checkpoint` is empty; name a folder, or leave it null to store nothing");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add($"SegLang stream options{(string.IsNullOrEmpty(name) ? "" : $" `{name}`")}: {problem}");
            }
        }
    }
}
