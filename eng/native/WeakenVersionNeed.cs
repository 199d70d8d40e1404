using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// In a 64-bit little-endian ELF library, makes the need for one symbol version weak, so that the loader goes on where the
/// system's library does not have it. Only when a single symbol, the marker, asks for that version. Compiled by MSBuild as
/// an inline task (netstandard2.0). Does nothing to other files and nothing twice.
/// </summary>
public sealed class WeakenVersionNeed : Task
{
    private const uint DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private byte[] _file = new byte[0];

    [Required] public string Library { get; set; } = "";
    [Required] public string Version { get; set; } = "";
    [Required] public string Marker { get; set; } = "";

    public override bool Execute()
    {
        _file = File.ReadAllBytes(Library);
        if (_file.Length < 64 || Word(0) != 0x464C457F || _file[4] != 2 || _file[5] != 1) return true;
        var sections = Sections();
        if (!sections.ContainsKey(DynamicSymbols) || !sections.ContainsKey(VersionNeeds) || !sections.ContainsKey(SymbolVersions)) return true;

        var strings = Section((int)sections[DynamicSymbols].Link).Offset;
        var need = FindNeed(sections[VersionNeeds].Offset, strings);
        if (need < 0 || (Half(need + 4) & 2) != 0) return true;
        var symbol = FindOnlySymbol(sections[DynamicSymbols], sections[SymbolVersions].Offset, strings, Half(need + 6));
        if (symbol < 0) return true;

        _file[need + 4] |= 2; // VER_FLG_WEAK
        _file[symbol + 4] = (byte)((_file[symbol + 4] & 15) | 2 << 4); // STB_WEAK
        Replace();
        Log.LogMessage(MessageImportance.Normal, "{0} loads with libstdc++ older than {1} now.", Library, Version);
        return true;
    }

    /// <summary>A link into the package cache becomes a file of its own; size and time stay, so that the copy is not repeated.</summary>
    private void Replace()
    {
        var temporary = Library + ".weak";
        File.Copy(Library, temporary, overwrite: true); // follows the link, keeps mode and time of the file behind it
        var written = File.GetLastWriteTimeUtc(temporary);
        File.WriteAllBytes(temporary, _file);
        File.SetLastWriteTimeUtc(temporary, written);
        File.Delete(Library);
        File.Move(temporary, Library);
    }

    private Dictionary<uint, SectionHeader> Sections()
    {
        var found = new Dictionary<uint, SectionHeader>();
        for (var i = 0; i < Half(60); i++)
        {
            var section = Section(i);
            found[section.Type] = section;
        }
        return found;
    }

    private SectionHeader Section(int index)
    {
        var at = (int)Long(40) + index * Half(58);
        return new SectionHeader { Type = Word(at + 4), Offset = (int)Long(at + 24), Size = (int)Long(at + 32), Link = Word(at + 40) };
    }

    private int FindNeed(int at, int strings)
    {
        while (true)
        {
            var auxiliary = at + (int)Word(at + 8);
            for (int i = 0, count = Half(at + 2); i < count; i++)
            {
                if (Text(strings + (int)Word(auxiliary + 8)) == Version) return auxiliary;
                auxiliary += (int)Word(auxiliary + 12);
            }
            if (Word(at + 12) == 0) return -1;
            at += (int)Word(at + 12);
        }
    }

    private int FindOnlySymbol(SectionHeader symbols, int versions, int strings, int version)
    {
        var found = -1;
        for (var i = 0; i < symbols.Size / 24; i++)
        {
            if ((Half(versions + 2 * i) & 0x7fff) != version) continue;
            var at = symbols.Offset + 24 * i;
            if (Text(strings + (int)Word(at)) != Marker) return -1; // a real function is needed: it must stay an error
            found = at;
        }
        return found;
    }

    private string Text(int at) => Encoding.ASCII.GetString(_file, at, Array.IndexOf(_file, (byte)0, at) - at);

    private int Half(int at) => BitConverter.ToUInt16(_file, at);

    private uint Word(int at) => BitConverter.ToUInt32(_file, at);

    private long Long(int at) => BitConverter.ToInt64(_file, at);

    private struct SectionHeader
    {
        public uint Type;
        public int Offset;
        public int Size;
        public uint Link;
    }
}
