namespace Graft.Networks;

/// <summary>What a <see cref="PickleGlobal"/> stands for.</summary>
internal enum PickleGlobalKind
{
    OrderedDictionary,
    Tensor,
    Parameter,
    Size,
    Storage,
}
