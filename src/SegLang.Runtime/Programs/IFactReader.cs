namespace SegLang.Runtime;

/// <summary>
/// Reads what is known of one profile. Emitted code is generic over a struct that implements this, so that columns and host
/// classes are read without copies; with constant ordinals the implementation's switch folds away.
/// Methods that return bool say whether the value is known, and leave <c>default</c> (an empty string for text) where it is not.
/// `field` is the field's ordinal in its declaration, never a computed one; `type` the event type's ordinal.
/// Events of a type are in event order (time, order, arrival), `once by` applied, and may go beyond now: callers bound them.
/// </summary>
public interface IFactReader
{
    /// <summary>A profile's bool.</summary>
    bool Bool(int field, out bool value);

    /// <summary>A profile's date or enum.</summary>
    bool Int32(int field, out int value);

    /// <summary>A profile's int, decimal, money, datetime or duration.</summary>
    bool Int64(int field, out long value);

    /// <summary>A profile's number.</summary>
    bool Double(int field, out double value);

    /// <summary>A profile's text, NFC.</summary>
    bool Text(int field, out string value);

    /// <summary>How many elements a profile's set or list has; the values of a set are distinct.</summary>
    int Size(int field);

    /// <summary>A bool of an element: of a set with <paramref name="part"/> −1, otherwise the record's field of that ordinal.</summary>
    bool ItemBool(int field, int item, int part, out bool value);

    /// <summary>A date or enum of an element.</summary>
    bool ItemInt32(int field, int item, int part, out int value);

    /// <summary>A 64-bit value of an element.</summary>
    bool ItemInt64(int field, int item, int part, out long value);

    /// <summary>A number of an element.</summary>
    bool ItemDouble(int field, int item, int part, out double value);

    /// <summary>A text of an element.</summary>
    bool ItemText(int field, int item, int part, out string value);

    /// <summary>How many events of a type there are.</summary>
    int EventCount(int type);

    /// <summary>The instant of an event.</summary>
    long EventTime(int type, int index);

    /// <summary>The order of an event.</summary>
    long EventOrder(int type, int index);

    /// <summary>Where time and order are equal, the event with the smaller value comes first, across types too.</summary>
    long EventArrival(int type, int index);

    /// <summary>An event's bool.</summary>
    bool EventBool(int type, int index, int field, out bool value);

    /// <summary>An event's date or enum.</summary>
    bool EventInt32(int type, int index, int field, out int value);

    /// <summary>An event's int, decimal, money, datetime or duration.</summary>
    bool EventInt64(int type, int index, int field, out long value);

    /// <summary>An event's number.</summary>
    bool EventDouble(int type, int index, int field, out double value);

    /// <summary>An event's text, NFC.</summary>
    bool EventText(int type, int index, int field, out string value);

    /// <summary>How many elements an event's set or list has.</summary>
    int EventSize(int type, int index, int field);

    /// <summary>A bool of an element of an event's set (part −1) or list.</summary>
    bool EventItemBool(int type, int index, int field, int item, int part, out bool value);

    /// <summary>A date or enum of an element of an event's set or list.</summary>
    bool EventItemInt32(int type, int index, int field, int item, int part, out int value);

    /// <summary>A 64-bit value of an element of an event's set or list.</summary>
    bool EventItemInt64(int type, int index, int field, int item, int part, out long value);

    /// <summary>A number of an element of an event's set or list.</summary>
    bool EventItemDouble(int type, int index, int field, int item, int part, out double value);

    /// <summary>A text of an element of an event's set or list.</summary>
    bool EventItemText(int type, int index, int field, int item, int part, out string value);

    /// <summary>
    /// How many elements a set or list has that lies in an element of a list: of the event of that type and index (type −1: of the
    /// profile), its field's item, that record's field <paramref name="part"/>.
    /// </summary>
    int PartSize(int type, int index, int field, int item, int part);

    /// <summary>A bool of an element of such a set (<paramref name="inner"/> −1), or of a record's field of such a list.</summary>
    bool PartBool(int type, int index, int field, int item, int part, int element, int inner, out bool value);

    /// <summary>A date or enum of such an element.</summary>
    bool PartInt32(int type, int index, int field, int item, int part, int element, int inner, out int value);

    /// <summary>A 64-bit value of such an element.</summary>
    bool PartInt64(int type, int index, int field, int item, int part, int element, int inner, out long value);

    /// <summary>A number of such an element.</summary>
    bool PartDouble(int type, int index, int field, int item, int part, int element, int inner, out double value);

    /// <summary>A text of such an element.</summary>
    bool PartText(int type, int index, int field, int item, int part, int element, int inner, out string value);

    /// <summary>The first event at or after <paramref name="start"/> whose time is not before <paramref name="time"/>; the count if none is.</summary>
    int FirstEventFrom(int type, long time, int start);

    /// <summary>
    /// A part of a journey's state (by its place in <see cref="JourneySet.Journeys"/>) at an instant: now, or an earlier one that `as of` asks for.
    /// </summary>
    bool Journey(int journey, JourneyFact fact, long at, out long value);

    /// <summary>Aggregates over all time begin here; what was before is in <see cref="Folded"/>, and only those that had to stay are read.</summary>
    int FirstUnfolded(int type);

    /// <summary>What <see cref="RowEvaluator{TReader}.Fold"/> has kept, by its place; 0 where nothing was folded.</summary>
    long Folded(int place);
}
