using System.Collections.Immutable;

namespace SegLang.Runtime;

/// <summary>A step of a sequence: an event of a type within a window.</summary>
/// <param name="Type">The event type's ordinal.</param>
/// <param name="From">The first instant, perhaps missing.</param>
/// <param name="Until">The instant after the last.</param>
/// <param name="Where">The place of its condition in <see cref="BlockPlan.Wheres"/>, or −1.</param>
/// <param name="Since">The earlier step that bounds it in time, or −1.</param>
/// <param name="Count">How many units after that step at the latest.</param>
/// <param name="Unit">The unit.</param>
public sealed record BlockStep(int Type, BlockOperand From, BlockOperand Until, int Where, int Since, BlockOperand Count, CalendarUnit Unit);

/// <summary>
/// Whether events match the steps one after the other in event order. Bounds in time do not overlap: one ends before the next
/// begins, so that of all beginnings the one with the latest deadline is enough.
/// </summary>
/// <param name="Steps">The steps, two or more.</param>
public sealed record BlockSequence(ImmutableArray<BlockStep> Steps);
