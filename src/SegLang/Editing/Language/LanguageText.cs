namespace SegLang.Editing;

/// <summary>
/// What a word of the language does, in short: shown by hover and completion. <see cref="Title"/> is its form, <see cref="Example"/> one
/// or several lines of rules.
/// </summary>
public sealed record LanguageText(string Word, string Title, string Doc, string Example)
{
    /// <summary>The text as Markdown.</summary>
    public string Markdown => $"{Doc}\n\n```seg\n{Example}\n```";
}
