using System.Text.Json;

namespace SegLang;

/// <summary>
/// Something happens with a profile. Fields are named as in the rules or as their column (`from`), with values of .NET (text, bool, numbers,
/// <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, <see cref="TimeSpan"/>, enums by name, lists of these) or a <see cref="JsonElement"/>.
/// </summary>
/// <param name="Key">The profile's key; an int key in decimal digits.</param>
/// <param name="Type">The event type.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Fields">Its fields; those that are missing are at their default or unknown.</param>
public sealed record StreamEvent(string Key, string Type, DateTimeOffset Time, IReadOnlyDictionary<string, object?> Fields)
{
    /// <summary>Its order among events of the same instant; 0 by default.</summary>
    public long Order { get; init; }

    /// <summary>Where the host's own log stands after this input; <see cref="SegLangStream.Position"/> gives it back after a restart.</summary>
    public long? Position { get; init; }
}

/// <summary>Fields of a profile change, or a profile is created with them. Null makes a field unknown.</summary>
/// <param name="Key">The profile's key; an int key in decimal digits.</param>
/// <param name="Time">When they changed.</param>
/// <param name="Fields">The fields that change, as those of a <see cref="StreamEvent"/>.</param>
public sealed record StreamChange(string Key, DateTimeOffset Time, IReadOnlyDictionary<string, object?> Fields)
{
    /// <summary>Where the host's own log stands after this input; <see cref="SegLangStream.Position"/> gives it back after a restart.</summary>
    public long? Position { get; init; }
}

/// <summary>An input that cannot be read: nothing of it was taken in. The message names the place, what is wrong with it and how to mend it.</summary>
public sealed class StreamInputException : Exception
{
    internal StreamInputException(string place, string message)
        : base(message) => Place = place;

    /// <summary>The field, or `key`, `type`, `time`.</summary>
    public string Place { get; }
}
