using System.Numerics;
using Op = Graft.Networks.PickleOpcode;

namespace Graft.Networks;

/// <summary>
/// Reads the part of Python's pickle format that torch.save writes. It builds numbers, texts, tuples (object arrays),
/// lists, <see cref="PickleDictionary"/>, <see cref="TensorReference"/>, <see cref="PickleOpaque"/> and nothing else: no name
/// outside <see cref="PickleGlobal"/> is looked up, and nothing is executed.
/// </summary>
internal sealed class Unpickler(CheckpointFile file, PickleCursor cursor)
{
    // Checkpoints have some 40 instructions per tensor; this keeps a hostile file from filling the memory with empty lists.
    private const int MaxInstructions = 1_000_000;
    private int _instructions;

    /// <summary>All storages named so far, by key.</summary>
    public Dictionary<string, StorageReference> Storages { get; } = new(StringComparer.Ordinal);

    /// <summary>The next pickle at the cursor.</summary>
    public object? Load()
    {
        var stack = new PickleStack(file);
        while (true)
        {
            Charge(1);
            var code = (Op)cursor.Byte();
            if (code == Op.Stop) return Whole(stack.Pop());
            if (!PushValue(stack, code) && !Collect(stack, code) && !Refer(stack, code))
                throw file.Refused($"its pickle has the instruction 0x{(byte)code:x2}, which plain tensor data does not need. Nothing was executed.",
                    "Save the parameters alone: torch.save(model.state_dict(), path).");
        }
    }

    // A whole model, or a value that is none of a checkpoint's: the file is refused with its name.
    private object? Whole(object? content) => content switch
    {
        PickleOpaque opaque => throw PickleGlobal.Refused(file, opaque.Name),
        PickleGlobal { Kind: PickleGlobalKind.Opaque } global => throw PickleGlobal.Refused(file, global.Name),
        _ => content,
    };

    private void Charge(int instructions)
    {
        if ((_instructions += instructions) > MaxInstructions)
            throw file.Refused($"its pickle has more than {MaxInstructions} instructions.",
                "Save the parameters alone: torch.save(model.state_dict(), path).");
    }

    private bool PushValue(PickleStack stack, Op code)
    {
        object? value;
        switch (code)
        {
            case Op.None: value = null; break;
            case Op.True: value = true; break;
            case Op.False: value = false; break;
            case Op.UInt8: value = cursor.Integer(1); break;
            case Op.UInt16: value = cursor.Integer(2); break;
            case Op.Int32: value = (long)(int)cursor.Integer(4); break;
            case Op.Long1: value = Long(cursor.Bytes(cursor.Byte())); break;
            case Op.Double: value = cursor.Double(); break;
            case Op.Text: value = cursor.Text(cursor.Integer(4)); break;
            case Op.ShortText: value = cursor.Text(cursor.Byte()); break;
            case Op.LongText: value = cursor.Text(cursor.Integer(8)); break;
            case Op.Text8Bit: value = cursor.Text(cursor.Integer(4)); break;
            case Op.ShortText8Bit: value = cursor.Text(cursor.Byte()); break;
            case Op.Long4: value = new PickleOpaque("int"); cursor.BytesOrNothing(cursor.Integer(4)); break;
            case Op.BinaryBytes: value = cursor.BytesOrNothing(cursor.Integer(4)); break;
            case Op.LongBytes or Op.LongByteArray: value = cursor.BytesOrNothing(cursor.Integer(8)); break;
            case Op.EmptySet: value = new PickleOpaque("set"); break;
            case Op.ShortBytes: value = cursor.Bytes(cursor.Byte()); break;
            case Op.EmptyTuple: value = Array.Empty<object?>(); break;
            case Op.EmptyList: value = new List<object?>(); break;
            case Op.EmptyDictionary: value = new PickleDictionary(); break;
            default: return false;
        }
        stack.Push(value);
        return true;
    }

    private bool Collect(PickleStack stack, Op code)
    {
        switch (code)
        {
            case Op.Mark: stack.Mark(); return true;
            case Op.Tuple: stack.Push(stack.PopToMark()); return true;
            case Op.Tuple1: stack.Push(stack.PopMany(1)); return true;
            case Op.Tuple2: stack.Push(stack.PopMany(2)); return true;
            case Op.Tuple3: stack.Push(stack.PopMany(3)); return true;
            case Op.List: stack.Push(stack.PopToMark().ToList()); return true;
            case Op.Dictionary:
                var entries = stack.PopToMark();
                stack.Push(new PickleDictionary());
                SetItems(stack, entries);
                return true;
            case Op.Append: Extend(stack, [stack.Pop()]); return true;
            case Op.Extend: Extend(stack, stack.PopToMark()); return true;
            case Op.AddItems:
                stack.PopToMark();
                stack.Top<PickleOpaque>();
                return true;
            case Op.FrozenSet:
                stack.PopToMark();
                stack.Push(new PickleOpaque("frozenset"));
                return true;
            case Op.SetItem: SetItems(stack, stack.PopMany(2)); return true;
            case Op.SetItems: SetItems(stack, stack.PopToMark()); return true;
            default: return false;
        }
    }

    private bool Refer(PickleStack stack, Op code)
    {
        switch (code)
        {
            case Op.Protocol: cursor.Byte(); return true;
            case Op.Frame: cursor.Integer(8); return true;
            case Op.Pop: stack.Pop(); return true;
            case Op.PopMark: stack.PopToMark(); return true;
            case Op.Duplicate: stack.Push(stack.Top()); return true;
            case Op.Put: stack.Remember(cursor.Byte()); return true;
            case Op.LongPut: stack.Remember(cursor.Integer(4)); return true;
            case Op.Memoize: stack.Remember(); return true;
            case Op.Get: stack.Recall(cursor.Byte()); return true;
            case Op.LongGet: stack.Recall(cursor.Integer(4)); return true;
            case Op.Global: stack.Push(PickleGlobal.Find(file, cursor.Line(), cursor.Line())); return true;
            case Op.Instance: throw PickleGlobal.Refused(file, $"{cursor.Line()}.{cursor.Line()}");
            case Op.StackGlobal:
                if (stack.PopMany(2) is not [string module, string name]) throw file.Damaged("its pickle asks for a name that is not text.");
                stack.Push(PickleGlobal.Find(file, module, name));
                return true;
            case Op.Reduce:
                var arguments = stack.Pop();
                if (arguments is object?[] and [List<object?> copied]) Charge(copied.Count); // one list can be named a thousand times
                stack.Push(PickleCalls.Reduce(file, stack.Pop(), arguments));
                return true;
            case Op.NewObject or Op.NewObjectWithNames:
                return MakesOpaque(stack, code == Op.NewObject ? 1 : 2);
            case Op.Build: // an OrderedDict's attributes (torch keeps version numbers there), or an opaque value's: of no use here
                stack.Pop();
                if (stack.Top() is not PickleOpaque) stack.Top<PickleDictionary>();
                return true;
            case Op.PersistentId: stack.Push(Storage(stack.Pop())); return true;
            default: return false;
        }
    }

    // An object of a class whose values are not looked into. Of any other class it is not allowed.
    private static bool MakesOpaque(PickleStack stack, int arguments)
    {
        stack.PopMany(arguments);
        if (stack.Pop() is not PickleGlobal { Kind: PickleGlobalKind.Opaque } type) return false;
        stack.Push(new PickleOpaque(type.Name));
        return true;
    }

    private static void Extend(PickleStack stack, object?[] items)
    {
        if (stack.Top() is not PickleOpaque) stack.Top<List<object?>>().AddRange(items);
    }

    private StorageReference Storage(object? id)
    {
        var storage = PickleCalls.Storage(file, id);
        if (Storages.TryGetValue(storage.Key, out var known) && (known.Type, known.Count) != (storage.Type, storage.Count))
            throw file.Damaged($"the storage '{storage.Key}' is described twice, differently.");
        Storages[storage.Key] = storage;
        return storage;
    }

    private void SetItems(PickleStack stack, object?[] entries)
    {
        if (entries.Length % 2 != 0) throw file.Damaged("its pickle has a key without a value.");
        if (stack.Top() is PickleOpaque) return;
        var dictionary = stack.Top<PickleDictionary>();
        for (var i = 0; i < entries.Length; i += 2) dictionary.Items.Add(new(entries[i], entries[i + 1]));
    }

    private static object Long(byte[] bytes)
    {
        if (bytes.Length > 16) return new PickleOpaque("int"); // no size, position or counter
        var value = new BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }
}
