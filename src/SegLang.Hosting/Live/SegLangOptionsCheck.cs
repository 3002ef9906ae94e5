using Microsoft.Extensions.Options;

namespace SegLang;

/// <summary>Says what is wrong with options, and how to mend it.</summary>
internal sealed class SegLangOptionsCheck(ContentRoot root) : IValidateOptions<SegLangOptions>
{
    private static readonly TimeSpan LongestDebounce = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, SegLangOptions options)
    {
        string[] problems = [.. Path(options), .. Hash(options), .. Spans(options)];
        return problems.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(p => $"SegLang options{(string.IsNullOrEmpty(name) ? "" : $" `{name}`")}: {p}"));
    }

    private IEnumerable<string> Path(SegLangOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            yield return "`Path` is empty; name the folder of the rules, a `.seg` file or a compiled `.dll`";
            yield break;
        }

        string full = root.PathOf(options.Path);
        if (!File.Exists(full) && !Directory.Exists(full) && !options.MayStartWithoutRules)
        {
            yield return $"`Path` is `{options.Path}`, and there is no `{full}`; a relative path starts at the app's content root";
        }
        else if (File.Exists(full) && !RuleSource.IsRuleFile(full) && !RuleSource.IsCompiled(full))
        {
            yield return $"`Path` is `{options.Path}`, which is neither a folder nor a `.seg` or `.dll` file";
        }
    }

    private static IEnumerable<string> Hash(SegLangOptions options)
    {
        if (options.Hash is null)
        {
            yield break;
        }

        if (options.Hash.Length != 64 || !options.Hash.All(char.IsAsciiHexDigit))
        {
            yield return "`Hash` is no SHA-256; give the 64 hex digits that `seg build` printed";
        }

        if (!RuleSource.IsCompiled(options.Path))
        {
            yield return "`Hash` pins a compiled `.dll`, and `Path` names none; build one with `seg build`, or leave `Hash` out";
        }
    }

    private static IEnumerable<string> Spans(SegLangOptions options)
    {
        if (options.Debounce < TimeSpan.Zero || options.Debounce > LongestDebounce)
        {
            yield return $"`Debounce` is {options.Debounce}; give a span from zero to one minute";
        }

        if (options.Poll != TimeSpan.Zero && options.Poll < ShortestPoll)
        {
            yield return $"`Poll` is {options.Poll}; give at least 100 ms, or zero for never";
        }

        if (options.MaxFindings is < 1 or > 1000)
        {
            yield return $"`MaxFindings` is {options.MaxFindings}; give a number from 1 to 1000";
        }
    }
}
