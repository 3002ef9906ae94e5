using System.Globalization;
using Microsoft.Extensions.Options;

namespace SegLang;

/// <summary>Errors in words for logs and health: of rules and options, never of data.</summary>
internal static class ErrorText
{
    /// <summary>The first findings of an error, one a line.</summary>
    public static string Of(Exception error, int most)
    {
        string[] lines = error switch
        {
            RuleSetException rules => [.. rules.Problems],
            OptionsValidationException options => [.. options.Failures],
            _ => [error.Message],
        };
        string text = string.Join('\n', lines.Take(most));
        return lines.Length > most ? string.Create(CultureInfo.InvariantCulture, $"{text}\n… and {lines.Length - most} more") : text;
    }
}
