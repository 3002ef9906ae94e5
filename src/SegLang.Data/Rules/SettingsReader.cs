using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>Reads `seglang.json`: comments and trailing commas are allowed, unknown settings are findings with a place.</summary>
internal sealed class SettingsReader(string path, SourceText source)
{
    private static readonly string[] Known = ["$schema", "data", "now", "delimiter", "params", "severities", "failLevel"];

    private readonly string folder = Path.GetDirectoryName(path) ?? ".";
    private readonly ImmutableArray<Diagnostic>.Builder problems = ImmutableArray.CreateBuilder<Diagnostic>();
    private Settings settings = Settings.Default with { File = path };

    /// <summary>The settings of the file; where it is broken, the defaults with the findings.</summary>
    public Settings Read()
    {
        JsonDocumentOptions options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };
        try
        {
            using JsonDocument document = JsonDocument.Parse(source.Content, options);
            ReadRoot(document.RootElement);
        }
        catch (JsonException e)
        {
            problems.Add(Rules.BadSettings.At(source, Place(e), "it is not well-formed JSON"));
        }

        return settings with { Problems = problems.ToImmutable() };
    }

    private void ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Bad("", "it must hold an object");
            return;
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            ReadSetting(property.Name, property.Value);
        }
    }

    private void ReadSetting(string name, JsonElement value)
    {
        switch (name)
        {
            case "$schema":
                break;
            case "data":
                ReadData(value);
                break;
            case "now":
                settings = settings with { Now = Text(value, name) };
                break;
            case "delimiter":
                settings = settings with { Delimiter = Delimiter(Text(value, name)) };
                break;
            case "params":
                ReadParams(value);
                break;
            case "severities":
                ReadSeverities(value);
                break;
            case "failLevel":
                settings = settings with { FailLevel = ReadLevel(value, name, "`error`, `warning` or `info`") ?? Severity.Error };
                break;
            default:
                problems.Add(Rules.UnknownSetting.At(source, Find(name), name, Suggestions.DidYouMean(name, Known)));
                break;
        }
    }

    private string? Delimiter(string? text)
    {
        if (text is not null && !CsvDelimiter.TryRead(text, out _))
        {
            Bad("delimiter", $"`delimiter` must be {CsvDelimiter.Forms}");
        }

        return text;
    }

    private void ReadData(JsonElement value)
    {
        if (!IsObject(value, "data"))
        {
            return;
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            switch (property.Name)
            {
                case "profiles":
                    settings = settings with { Data = settings.Data with { Profiles = Files(property.Value, "profiles") } };
                    break;
                case "changes":
                    settings = settings with { Data = settings.Data with { Changes = Files(property.Value, "changes") } };
                    break;
                case "events" when IsObject(property.Value, "events"):
                    settings = settings with { Data = settings.Data with { Events = EventFiles(property.Value) } };
                    break;
                case "events":
                    break;
                default:
                    string name = "data." + property.Name;
                    string? help = Suggestions.DidYouMean(property.Name, ["profiles", "events", "changes"]);
                    problems.Add(Rules.UnknownSetting.At(source, Find(property.Name), name, help));
                    break;
            }
        }
    }

    private ImmutableArray<(string, string)> EventFiles(JsonElement value) =>
    [
        .. value.EnumerateObject().SelectMany(p => Files(p.Value, p.Name).Select(file => (p.Name, file))),
    ];

    private ImmutableArray<string> Files(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select(v => Text(v, name)).OfType<string>().Select(Resolve)];
        }

        return Text(value, name) is { } file ? [Resolve(file)] : [];
    }

    private string Resolve(string file) => Path.GetFullPath(file, folder);

    private void ReadParams(JsonElement value)
    {
        if (!IsObject(value, "params"))
        {
            return;
        }

        var values = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (JsonProperty property in value.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.String:
                    values[property.Name] = property.Value.GetString() ?? "";
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    values[property.Name] = property.Value.GetRawText();
                    break;
                default:
                    Bad(property.Name, $"the param `{property.Name}` must be a text, a number or a bool");
                    break;
            }
        }

        settings = settings with { Params = values.ToImmutable() };
    }

    private void ReadSeverities(JsonElement value)
    {
        if (!IsObject(value, "severities"))
        {
            return;
        }

        var levels = ImmutableDictionary.CreateBuilder<string, Severity?>();
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String && property.Value.ValueEquals("off"))
            {
                levels[property.Name] = null;
            }
            else if (ReadLevel(property.Value, property.Name, "`error`, `warning`, `info` or `off`") is { } level)
            {
                levels[property.Name] = level;
            }
        }

        settings = settings with { Severities = levels.ToImmutable() };
    }

    private Severity? ReadLevel(JsonElement value, string name, string levels)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        switch (text)
        {
            case "error":
                return Severity.Error;
            case "warning":
                return Severity.Warning;
            case "info":
                return Severity.Info;
            default:
                Bad(name, $"`{name}` must be {levels}");
                return null;
        }
    }

    private string? Text(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Bad(name, $"`{name}` must be a text");
        return null;
    }

    private bool IsObject(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        Bad(name, $"`{name}` must be an object");
        return false;
    }

    private void Bad(string name, string reason) => problems.Add(Rules.BadSettings.At(source, Find(name), reason));

    // JSON documents keep no places; the first occurrence of the quoted name is where a person looks.
    private TextSpan Find(string name)
    {
        int at = source.Content.IndexOf($"\"{name}\"", StringComparison.Ordinal);
        return at < 0 ? default : new(at, name.Length + 2);
    }

    private TextSpan Place(JsonException e)
    {
        int line = (int)Math.Clamp((e.LineNumber ?? 0) + 1, 1, source.LineCount);
        byte[] bytes = Encoding.UTF8.GetBytes(source.Line(line));
        int count = (int)Math.Clamp(e.BytePositionInLine ?? 0, 0, bytes.Length);
        return new(source.LineStart(line) + Encoding.UTF8.GetCharCount(bytes, 0, count), 1);
    }
}
