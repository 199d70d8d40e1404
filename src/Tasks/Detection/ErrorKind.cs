namespace Graft.Tasks;

/// <summary>What a detection is: right, or wrong in one of five ways.</summary>
internal enum ErrorKind
{
    Right,
    Classification,
    Localisation,
    Both,
    Duplicate,
    Background,
}
